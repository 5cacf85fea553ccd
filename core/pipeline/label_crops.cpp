#include "core/pipeline/label_crops.h"

#include "core/base/safe_file.h"
#include "core/media/confined_decoder.h"
#include "core/media/jpeg.h"
#include "core/pipeline/recognise.h"
#include "core/vision/look_variants.h"

#include <QCryptographicHash>
#include <QtEndian>

#include <algorithm>
#include <set>
#include <tuple>

namespace cartwright::pipeline {
namespace {

using BoxOnFrame = std::tuple<QString, Microseconds, double, double, double, double>;

BoxOnFrame placeOf(const Label& label)
{
    return {label.clipSha256, label.clipTimestamp, label.box.x, label.box.y, label.box.width, label.box.height};
}

std::set<BoxOnFrame> contradictions(const std::vector<Label>& labels)
{
    std::map<BoxOnFrame, Gtin> first;
    std::set<BoxOnFrame> wrong;
    for (const Label& label : labels)
        if (const auto [known, isNew] = first.try_emplace(placeOf(label), label.gtin); !isNew && known->second != label.gtin)
            wrong.insert(placeOf(label));
    return wrong;
}

Result<void> cropClip(const store::MediaPlaces& places, const std::vector<Label>& labels, const Cancellation& cancel, LabelCrops& into)
{
    const ClipLocation location = places.locate(labels.front().clipFile);
    media::ConfinedOptions options;
    options.cancel = cancel;
    const auto notThere = [&](const Error& error) -> Result<void> {
        if (error.kind == ErrorKind::Cancelled || error.kind == ErrorKind::Unreachable)
            return failure(error);
        into.notes.append(QStringLiteral("The labels of %1 were left out: %2").arg(labels.front().clipFile, error.sentence));
        return {};
    };
    auto decoder = media::ConfinedDecoder::open(location, options);
    if (!decoder)
        return notThere(decoder.error());
    const auto index = media::loadOrMakeIndex(location, **decoder);
    if (!index)
        return notThere(index.error());
    for (const Label& label : labels) {
        const auto frame = (*decoder)->frame(*index, placeAt(*index, label.clipTimestamp));
        if (!frame)
            return notThere(frame.error());
        auto crop = frame->damaged ? media::Picture() : cropOf(frame->picture, label.box);
        if (!crop.isEmpty())
            into.crops.push_back({label.gtin, groupOf(label.key), std::move(crop)});
    }
    return {};
}

} // namespace

int groupOf(const SaleKey& key)
{
    const QByteArray name = (key.storeId + QLatin1Char('/') + key.saleId).toUtf8();
    const QByteArray hash = QCryptographicHash::hash(name, QCryptographicHash::Sha256);
    return static_cast<int>(qFromBigEndian<quint32>(hash.constData()) & 0x3fffffff);
}

std::vector<Label> labelsToLearnFrom(const std::vector<Label>& labels, QStringList& notes)
{
    const auto wrong = contradictions(labels);
    if (!wrong.empty())
        notes.append(QStringLiteral("%1 boxes were left out because their labels contradict each other: the same box has two products.").arg(wrong.size()));
    std::map<std::pair<SaleKey, QString>, Label> ofEvent;
    std::vector<Label> chosen;
    for (const Label& label : labels) {
        if (label.source == LabelSource::Machine || label.gtin.isEmpty() || wrong.contains(placeOf(label)))
            continue;
        if (label.source == LabelSource::Drawn) {
            chosen.push_back(label);
            continue;
        }
        const auto [kept, isNew] = ofEvent.try_emplace({label.key, label.eventId}, label);
        const bool earlier = label.clipTimestamp < kept->second.clipTimestamp;
        if (!isNew && earlier == (label.action == EventKind::Take))
            kept->second = label;
    }
    for (auto& [event, label] : ofEvent)
        chosen.push_back(std::move(label));
    return chosen;
}

Result<LabelCrops> cropLabels(const store::Workspace& workspace, const std::vector<Label>& labels, const Cancellation& cancel,
                              const ProgressCallback& progress)
{
    const auto places = workspace.mediaPlaces();
    if (!places)
        return failure(places.error());
    std::map<QString, std::vector<Label>> byClip;
    for (const Label& label : labels)
        byClip[label.clipFile].push_back(label);
    LabelCrops result;
    int done = 0;
    for (const auto& [file, own] : byClip) {
        if (cancel.isCancelled())
            return failure(ErrorKind::Cancelled, QStringLiteral("The training was stopped; nothing has changed."));
        if (auto cropped = cropClip(*places, own, cancel, result); !cropped)
            return failure(cropped.error());
        if (progress)
            progress({++done, static_cast<int>(byClip.size()), file});
    }
    return result;
}

Result<LabelCrops> cropCatalogue(const store::Workspace& workspace, const std::map<Gtin, Product>& products)
{
    LabelCrops result;
    int group = -1;
    for (const auto& [gtin, product] : products) {
        if (product.picture.isEmpty())
            continue;
        const auto bytes = readFile(workspace.mediaFolder() + QLatin1Char('/') + product.picture);
        const auto picture = bytes ? media::decodeJpeg(*bytes) : Result<media::Picture>(failure(bytes.error()));
        if (!picture) {
            result.notes.append(QStringLiteral("The picture of %1 was left out: %2").arg(product.name, picture.error().sentence));
            continue;
        }
        for (auto& variant : vision::lookVariants(*picture))
            result.crops.push_back({gtin, group, std::move(variant)});
        --group;
    }
    return result;
}

} // namespace cartwright::pipeline
