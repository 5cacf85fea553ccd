#include "core/dataset/frames.h"

#include "core/base/safe_file.h"
#include "core/dataset/parallel.h"
#include "core/media/clip_index.h"
#include "core/media/clip_stills.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>
#include <cmath>
#include <optional>
#include <tuple>

namespace cartwright::dataset {
namespace {

/// Where one label came to lie; `why` is set where it did not.
struct Placement
{
    std::optional<WhyLeftOut> why;
    Microseconds timestamp = 0;
    std::size_t frame = 0;
    std::size_t group = 0;
    int width = 0;
    int height = 0;
    Box box;
};

struct LabelledClip
{
    QString file;
    QString sha256;
    SaleKey key; ///< of its first label, for sentences
    std::vector<std::size_t> labels;
};

std::vector<LabelledClip> clipsOf(const Plan& plan)
{
    std::map<std::pair<QString, QString>, LabelledClip> clips;
    for (std::size_t place = 0; place < plan.labels.size(); ++place) {
        const Label& label = plan.labels[place].label;
        LabelledClip& clip = clips[{label.clipSha256, label.clipFile}];
        if (clip.labels.empty())
            clip = {label.clipFile, label.clipSha256, label.key, {}};
        clip.labels.push_back(place);
    }
    std::vector<LabelledClip> list;
    for (auto& [key, clip] : clips)
        list.push_back(std::move(clip));
    return list;
}

/// Where a clip is, or why its labels cannot be used.
struct Checked
{
    ClipLocation location;
    std::optional<WhyLeftOut> why;
};

Result<Checked> checkedClip(const LabelledClip& clip, const store::MediaPlaces& media, const Cancellation& cancel)
{
    const QString relative = QDir::cleanPath(clip.file);
    if (clip.file.isEmpty() || QDir::isAbsolutePath(relative) || relative == QLatin1String("..") ||
        relative.startsWith(QLatin1String("../")))
        return failure(ErrorKind::Refused,
                       QStringLiteral("Clip %1 of sale %2 does not lie in the media folder, so its labels are not used.")
                           .arg(clip.file, clip.key.saleId));
    Checked checked{media.locate(relative), std::nullopt};
    if (checked.location.isRemote())
        return checked;
    if (!QFileInfo(checked.location.path).isFile()) {
        checked.why = WhyLeftOut::ClipMissing;
        return checked;
    }
    const auto sha256 = sha256OfFile(checked.location.path, [&] { return cancel.isCancelled(); });
    if (!sha256)
        return failure(sha256.error());
    if (*sha256 != clip.sha256)
        checked.why = WhyLeftOut::ClipChanged;
    return checked;
}

std::optional<Box> inside(const Box& box, int width, int height)
{
    const double left = std::clamp(box.x, 0.0, double(width));
    const double top = std::clamp(box.y, 0.0, double(height));
    const double right = std::clamp(box.x + box.width, 0.0, double(width));
    const double bottom = std::clamp(box.y + box.height, 0.0, double(height));
    // Written so that a number that is none fails too.
    if (!(right > left && bottom > top))
        return std::nullopt;
    return Box{left, top, right - left, bottom - top};
}

Placement placeLabel(const Label& label, const media::ClipIndex& index)
{
    Placement placement;
    if (index.frames.empty() || label.clipTimestamp < index.firstTimestamp() ||
        label.clipTimestamp > index.endTimestamp()) {
        placement.why = WhyLeftOut::OutsideClip;
        return placement;
    }
    placement.frame = index.frameAt(label.clipTimestamp);
    placement.timestamp = index.frames[placement.frame].timestamp;
    placement.group = media::groupOf(index, placement.frame);
    placement.width = index.info.width;
    placement.height = index.info.height;
    const auto box = inside(label.box, placement.width, placement.height);
    if (index.frames[placement.frame].damaged)
        placement.why = WhyLeftOut::DamagedFrame;
    else if (!box)
        placement.why = WhyLeftOut::OutsidePicture;
    else
        placement.box = *box;
    return placement;
}

/// Letters, digits and a few signs of a name from outside; it only helps people to find their way.
QString readable(const QString& name)
{
    QString kept;
    for (const QChar c : name.left(24)) {
        const bool plain = (c >= QLatin1Char('a') && c <= QLatin1Char('z')) ||
                           (c >= QLatin1Char('A') && c <= QLatin1Char('Z')) ||
                           (c >= QLatin1Char('0') && c <= QLatin1Char('9'));
        kept += plain || (c == QLatin1Char('-') && !kept.isEmpty()) ? c : QLatin1Char('_');
    }
    return kept.isEmpty() ? QStringLiteral("_") : kept;
}

/// The hash makes the name unique whatever the ids contain.
QString identityOf(const PlannedImage& image, bool withTime)
{
    QByteArray identity;
    for (const QString& part : {image.key.storeId, image.key.saleId, image.cameraId, image.clipSha256}) {
        const QByteArray bytes = part.toUtf8();
        identity += QByteArray::number(bytes.size()) + ':' + bytes;
    }
    if (withTime)
        identity += QByteArray::number(qint64(image.timestamp));
    return sha256Of(identity);
}

void nameImage(PlannedImage& image)
{
    const QString begin = readable(image.key.saleId) + QLatin1Char('_') + readable(image.cameraId) + QLatin1Char('_');
    image.sequence = begin + identityOf(image, false).left(12);
    image.name = begin + QStringLiteral("%1_%2").arg(image.timestamp).arg(identityOf(image, true).left(16));
}

FramePlan gather(const Plan& plan, const std::vector<Placement>& placements, const std::vector<ClipLocation>& clips)
{
    FramePlan frames;
    using Key = std::tuple<QString, QString, QString, QString, Microseconds>;
    std::map<Key, PlannedImage> images;
    for (std::size_t place = 0; place < plan.labels.size(); ++place) {
        const Label& label = plan.labels[place].label;
        const Placement& placement = placements[place];
        if (placement.why) {
            frames.leftOut.push_back({place, *placement.why});
            continue;
        }
        PlannedImage& image = images[{label.key.storeId, label.key.saleId, label.cameraId, label.clipSha256,
                                      placement.timestamp}];
        if (image.labels.empty()) {
            image.key = label.key;
            image.cameraId = label.cameraId;
            image.clipSha256 = label.clipSha256;
            image.timestamp = placement.timestamp;
            image.frame = placement.frame;
            image.group = placement.group;
            image.width = placement.width;
            image.height = placement.height;
            image.clip = clips[place];
            image.at = plan.labels[place].at;
            image.split = splitOf(plan.labels[place].group, plan.options.shares);
            image.groupWord = groupWord(plan.labels[place].group);
            nameImage(image);
        }
        image.labels.push_back({place, placement.box});
    }
    for (auto& [key, image] : images)
        frames.images.push_back(std::move(image));
    return frames;
}

} // namespace

QString nameOf(WhyLeftOut why)
{
    switch (why) {
    case WhyLeftOut::OutsidePicture:
        return QStringLiteral("outside_picture");
    case WhyLeftOut::OutsideClip:
        return QStringLiteral("outside_clip");
    case WhyLeftOut::ClipMissing:
        return QStringLiteral("clip_missing");
    case WhyLeftOut::ClipChanged:
        return QStringLiteral("clip_changed");
    case WhyLeftOut::NearDuplicate:
        return QStringLiteral("near_duplicate");
    case WhyLeftOut::DamagedFrame:
        break;
    }
    return QStringLiteral("damaged_frame");
}

Sample sampleOf(const PlannedImage& image)
{
    Sample sample;
    sample.name = image.name;
    sample.subset = nameOf(image.split);
    sample.file = image.file;
    sample.width = image.width;
    sample.height = image.height;
    sample.sequence = image.sequence;
    sample.number = image.number;
    return sample;
}

void placePictures(std::vector<PlannedImage>& images, const Format& format)
{
    std::map<QString, int> numbers;
    for (PlannedImage& image : images) {
        image.number = numbers[image.sequence]++;
        image.file = format.pictureOf(sampleOf(image));
    }
}

Result<FramePlan> planFrames(const Plan& plan, const store::MediaPlaces& media, const Cancellation& cancel)
{
    const std::vector<LabelledClip> clips = clipsOf(plan);
    // Each label is written by the one thread that has its clip.
    std::vector<Placement> placements(plan.labels.size());
    std::vector<ClipLocation> locations(plan.labels.size());
    const auto checked = inParallel(clips.size(), cancel, [&](std::size_t number) -> Result<void> {
        auto clip = checkedClip(clips[number], media, cancel);
        if (!clip)
            return failure(clip.error());
        const auto index = clip->why ? Result<media::ClipIndex>() : media::loadOrMakeIndex(clip->location, {}, cancel);
        if (!index && index.error().kind == ErrorKind::Cancelled)
            return failure(index.error());
        if (!index)
            clip->why = clip->location.isRemote() ? WhyLeftOut::ClipMissing : WhyLeftOut::ClipChanged;
        for (const std::size_t place : clips[number].labels) {
            if (clip->why)
                placements[place].why = clip->why;
            else
                placements[place] = placeLabel(plan.labels[place].label, *index);
            locations[place] = clip->location;
        }
        return {};
    });
    if (!checked)
        return failure(checked.error());
    return gather(plan, placements, locations);
}

} // namespace cartwright::dataset
