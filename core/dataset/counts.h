#pragma once

#include "core/base/cancellation.h"
#include "core/dataset/collection.h"

#include <map>

namespace cartwright::dataset {

/// What a version holds, counted while its pictures go by. One thread.
class Counts
{
public:
    explicit Counts(const Header& header) : m_header(header) {}

    void add(const Sample& sample);
    /// labels, frames, sales, categories and, for each split, product, action, source, store and camera, how many; sizes of boxes
    /// as shares of their pictures, sharpness and masking of pictures.
    QJsonObject toJson() const;

private:
    using Tally = std::map<QString, std::int64_t>;
    struct Subset
    {
        std::int64_t labels = 0;
        std::int64_t frames = 0;
        Tally sales;
        Tally products;
    };
    static QJsonObject json(const Tally& tally);

    const Header& m_header;
    std::map<QString, Subset> m_subsets;
    Tally m_sales, m_actions, m_sources, m_cameras, m_stores, m_products, m_masking, m_sizes, m_sharpness;
    std::int64_t m_labels = 0;
    std::int64_t m_frames = 0;
    std::int64_t m_tracked = 0;
};

/// Counts all samples. Errors of `samples`.
Result<QJsonObject> countsOf(const Header& header, const Samples& samples);

} // namespace cartwright::dataset
