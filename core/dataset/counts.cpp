#include "core/dataset/counts.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace cartwright::dataset {
namespace {

/// The step of a scale that doubles with each, as a word: "1" is 1 to 2, "64" is 64 to 128.
QString doubling(double value, int least, int most)
{
    const int step = std::clamp(static_cast<int>(std::floor(std::log2(std::max(value, 1e-9)))), least, most);
    return QString::number(std::pow(2.0, step));
}

} // namespace

QJsonObject Counts::json(const Tally& tally)
{
    QJsonObject object;
    for (const auto& [name, count] : tally)
        object.insert(name, static_cast<qint64>(count));
    return object;
}

void Counts::add(const Sample& sample)
{
    const auto word = [&](const char* key) { return sample.origin.value(QLatin1String(key)).toString(); };
    const QString store = word("store");
    Subset& subset = m_subsets[sample.subset];
    ++subset.frames;
    ++m_frames;
    ++subset.sales[store + QLatin1Char('/') + word("sale")];
    ++m_sales[store + QLatin1Char('/') + word("sale")];
    ++m_cameras[store + QLatin1Char('/') + word("camera")];
    ++m_stores[store];
    ++m_masking[sample.origin.contains(QStringLiteral("masking")) ? word("masking") : QStringLiteral("unknown")];
    m_sharpness[doubling(sample.origin.value(QStringLiteral("sharpness")).toDouble(), 0, 14)] += 1;
    for (const Mark& mark : sample.marks) {
        const Category& category = m_header.categories[mark.category];
        const QString product = category.gtin.isEmpty() ? category.name : category.gtin;
        ++m_labels;
        ++subset.labels;
        ++subset.products[product];
        ++m_products[product];
        ++m_actions[mark.attributes.value(QStringLiteral("action")).toString()];
        ++m_sources[mark.attributes.value(QStringLiteral("source")).toString()];
        m_sizes[doubling(std::sqrt(mark.box.width * mark.box.height), 1, 12)] += 1;
        m_tracked += mark.track.isEmpty() ? 0 : 1;
    }
}

QJsonObject Counts::toJson() const
{
    QJsonObject splits;
    for (const QString& name : m_header.subsets) {
        const auto found = m_subsets.find(name);
        const Subset own = found == m_subsets.end() ? Subset() : found->second;
        splits.insert(name, QJsonObject{{QStringLiteral("labels"), static_cast<qint64>(own.labels)},
                                        {QStringLiteral("frames"), static_cast<qint64>(own.frames)},
                                        {QStringLiteral("sales"), static_cast<qint64>(own.sales.size())},
                                        {QStringLiteral("labels_per_product"), json(own.products)}});
    }
    return {{QStringLiteral("labels"), static_cast<qint64>(m_labels)},
            {QStringLiteral("frames"), static_cast<qint64>(m_frames)},
            {QStringLiteral("sales"), static_cast<qint64>(m_sales.size())},
            {QStringLiteral("categories"), static_cast<qint64>(m_header.categories.size())},
            {QStringLiteral("tracked_labels"), static_cast<qint64>(m_tracked)},
            {QStringLiteral("splits"), splits},
            {QStringLiteral("labels_per_product"), json(m_products)},
            {QStringLiteral("labels_per_action"), json(m_actions)},
            {QStringLiteral("labels_per_source"), json(m_sources)},
            {QStringLiteral("frames_per_store"), json(m_stores)},
            {QStringLiteral("frames_per_camera"), json(m_cameras)},
            {QStringLiteral("frames_per_masking"), json(m_masking)},
            {QStringLiteral("labels_per_size"), json(m_sizes)},
            {QStringLiteral("frames_per_sharpness"), json(m_sharpness)}};
}

Result<QJsonObject> countsOf(const Header& header, const Samples& samples)
{
    Counts counts(header);
    const auto walked = samples([&](const Sample& sample) -> Result<void> {
        counts.add(sample);
        return {};
    });
    if (!walked)
        return failure(walked.error());
    return counts.toJson();
}

} // namespace cartwright::dataset
