#include "core/dataset/leaks.h"

#include "core/dataset/check.h"
#include "core/vision/picture_facts.h"

#include <algorithm>
#include <set>

namespace cartwright::dataset {
namespace {

/// A picture as far as likeness goes.
struct Look
{
    std::size_t place = 0;
    Microseconds at = 0;
    std::uint64_t hash = 0;
    QString subset;
    std::set<QString> products;
};

/// Looks by camera: only those of one camera, or where no moment is known of one clip, are compared.
using Looks = std::map<QString, std::vector<Look>>;

/// Calls `use` for each two that look alike, the earlier first.
void eachPair(Looks& looks, const std::function<void(const Look&, const Look&)>& use)
{
    for (auto& [camera, list] : looks) {
        std::stable_sort(list.begin(), list.end(), [](const Look& one, const Look& other) { return one.at < other.at; });
        for (std::size_t one = 0; one < list.size(); ++one)
            for (std::size_t other = one + 1; other < list.size() && list[other].at - list[one].at <= nearTime; ++other)
                if (vision::distance(list[one].hash, list[other].hash) <= nearDistance)
                    use(list[one], list[other]);
    }
}

} // namespace

std::vector<std::size_t> nearDuplicates(const std::vector<PlannedImage>& images, const std::vector<ExtractedImage>& extracted, const Plan& plan)
{
    Looks looks;
    for (std::size_t place = 0; place < images.size(); ++place) {
        const PlannedImage& image = images[place];
        if (extracted[place].damaged)
            continue;
        Look look{place, image.at != 0 ? image.at : image.timestamp, extracted[place].hash, nameOf(image.split), {}};
        for (const PlacedLabel& label : image.labels)
            look.products.insert(plan.labels[label.place].label.gtin.digits() + QString::number(static_cast<int>(plan.labels[label.place].label.action)));
        const QString& source = image.at != 0 ? image.cameraId : image.clipSha256;
        looks[image.key.storeId + QLatin1Char('/') + source].push_back(std::move(look));
    }
    std::set<std::size_t> out;
    eachPair(looks, [&](const Look& one, const Look& other) {
        if (out.contains(one.place) || out.contains(other.place))
            return;
        if (one.subset != other.subset)
            out.insert(images[one.place].split < images[other.place].split ? one.place : other.place);
        else if (one.products == other.products)
            out.insert(other.place);
    });
    return {out.begin(), out.end()};
}

Result<void> checkLeaks(const Samples& samples, bool duplicatesMatter)
{
    std::map<QString, QString> groups;
    Looks looks;
    std::vector<QString> names;
    const auto walked = samples([&](const Sample& sample) -> Result<void> {
        const auto word = [&](const char* key) { return sample.origin.value(QLatin1String(key)).toString(); };
        const QString sale = word("store") + QLatin1Char('/') + word("sale");
        for (const QString& group : {QStringLiteral("group ") + word("group"), QStringLiteral("sale ") + sale}) {
            const QString known = groups.emplace(group, sample.subset).first->second;
            if (group != QLatin1String("group ") && group != QLatin1String("sale /") && known != sample.subset)
                return damaged(sample.file, QStringLiteral("it leaks: %1 lies in %2 too").arg(group, known));
        }
        const qint64 at = sample.origin.value(QStringLiteral("at_us")).toInteger();
        const QString source = at != 0 ? word("camera") : word("clip_sha256");
        looks[word("store") + QLatin1Char('/') + source].push_back({names.size(), at != 0 ? at : sample.origin.value(QStringLiteral("timestamp_us")).toInteger(),
                                                                    word("picture_hash").toULongLong(nullptr, 16), sample.subset, {}});
        names.push_back(sample.file);
        return {};
    });
    if (!walked || !duplicatesMatter)
        return walked;
    Result<void> found;
    eachPair(looks, [&](const Look& one, const Look& other) {
        if (found && one.subset != other.subset)
            found = damaged(names[one.place], QStringLiteral("it leaks: %1 in %2 looks the same").arg(names[other.place], other.subset));
    });
    return found;
}

} // namespace cartwright::dataset
