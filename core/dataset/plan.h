#pragma once

#include "core/dataset/dataset.h"

namespace cartwright::dataset {

inline constexpr const char* manifestSchema = "cartwright.dataset/1";

/// A label as it goes out: without the reviewer's name.
struct PlannedLabel
{
    Label label;    ///< its `reviewer` is a pseudonym
    QString sha256; ///< over all that goes out about it, but for the pseudonym, which is another in each version
    UtcMicroseconds at = 0;
    QByteArray group; ///< what stays together in one split
};

/// What a dataset is made from. Equal plans have equal hashes and give equal bytes.
struct Plan
{
    CreateOptions options;
    std::vector<PlannedLabel> labels; ///< by store, sale, camera, clip, timestamp, label id; none twice
    std::map<Gtin, QString> names;    ///< of the products that labels name; no two the same
    std::vector<LabelKey> withdrawn;  ///< of options.since
    QString sha256;
};

/// The same for one group, however its sale or shopper is named: a short hash that says nothing else.
QString groupWord(const QByteArray& group);

/// WrongUsage for options that make no sense; NotFound where there are no labels.
Result<Plan> makePlan(std::vector<Selected> labels, const std::map<Gtin, QString>& productNames,
                      const CreateOptions& options);

} // namespace cartwright::dataset
