#include "core/learning/model_folder.h"

#include "core/base/json.h"
#include "core/base/safe_file.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>

namespace cartwright::learning {
namespace {

constexpr std::int64_t largestFile = 512LL << 20;

QString cardName() { return QStringLiteral("model.json"); }
QString recogniserName() { return QStringLiteral("recogniser.bin"); }

QJsonObject toJson(const ModelCard& card)
{
    QJsonObject coarse;
    for (const auto& [name, number] : card.coarse)
        coarse.insert(name, number);
    QJsonObject files;
    for (const auto& [name, hash] : card.files)
        files.insert(name, hash);
    QJsonObject object{{QStringLiteral("schema"), QStringLiteral("cartwright.model/1")},
            {QStringLiteral("name"), card.name},
            {QStringLiteral("version"), card.version},
            {QStringLiteral("dataset"), card.dataset},
            {QStringLiteral("made_at"), formatUtc(card.madeAt)},
            {QStringLiteral("classes"), QJsonArray::fromStringList(card.classes)},
            {QStringLiteral("coarse"), coarse},
            {QStringLiteral("calibration"), QJsonObject{{QStringLiteral("temperature"), card.calibration.temperature},
                                                        {QStringLiteral("none"), card.calibration.none}}},
            {QStringLiteral("receipts"), card.receipts},
            {QStringLiteral("threshold"), card.threshold},
            {QStringLiteral("metrics"), card.metrics},
            {QStringLiteral("files"), files}};
    if (card.network)
        object.insert(QStringLiteral("network"), QJsonObject{{QStringLiteral("side"), card.network->side},
                                                             {QStringLiteral("order"), card.network->redFirst ? QStringLiteral("rgb") : QStringLiteral("bgr")},
                                                             {QStringLiteral("mean"), card.network->mean},
                                                             {QStringLiteral("scale"), card.network->scale}});
    return object;
}

Result<vision::NetworkInput> networkFrom(const QJsonObject& object, const QString& path)
{
    JsonReader reader(object, path + QStringLiteral(" network"));
    vision::NetworkInput input;
    input.side = static_cast<int>(reader.integer(QStringLiteral("side"), 8, 1024));
    const QString order = reader.text(QStringLiteral("order"), 3);
    if (order != QStringLiteral("rgb") && order != QStringLiteral("bgr"))
        reader.refuse(QStringLiteral("\"order\" is rgb or bgr."));
    input.redFirst = order == QStringLiteral("rgb");
    input.mean = reader.optionalNumber(QStringLiteral("mean"), -1000, 1000).value_or(0);
    input.scale = reader.optionalNumber(QStringLiteral("scale"), 1e-6, 1000).value_or(1.0 / 255);
    if (reader.error())
        return failure(*reader.error());
    return input;
}

Result<ModelCard> cardFrom(const QJsonObject& object, const QString& path)
{
    JsonReader reader(object, path);
    ModelCard card;
    if (reader.text(QStringLiteral("schema")) != QStringLiteral("cartwright.model/1"))
        return failure(ErrorKind::Refused, QStringLiteral("%1 describes no model that this version reads.").arg(path));
    card.name = reader.text(QStringLiteral("name"), 100);
    card.version = reader.text(QStringLiteral("version"), 100);
    card.dataset = reader.optionalText(QStringLiteral("dataset"));
    card.madeAt = reader.utc(QStringLiteral("made_at"));
    card.threshold = reader.optionalNumber(QStringLiteral("threshold"), 0, 1).value_or(0);
    for (const QJsonValue& name : reader.optionalArray(QStringLiteral("classes"), 20'000))
        card.classes.append(name.toString());
    JsonReader calibration = reader.object(QStringLiteral("calibration"));
    card.calibration.temperature = calibration.optionalNumber(QStringLiteral("temperature"), 1e-6, 1e6).value_or(1);
    card.calibration.none = calibration.optionalNumber(QStringLiteral("none"), -1e6, 1e6).value_or(0);
    reader.adopt(calibration);
    if (reader.error())
        return failure(*reader.error());
    const QJsonObject coarse = object.value(QStringLiteral("coarse")).toObject();
    for (auto it = coarse.begin(); it != coarse.end(); ++it)
        card.coarse[it.key()] = it.value().toInt();
    const QJsonObject files = object.value(QStringLiteral("files")).toObject();
    for (auto it = files.begin(); it != files.end(); ++it)
        card.files[it.key()] = it.value().toString();
    if (object.contains(QStringLiteral("network"))) {
        const auto input = networkFrom(object.value(QStringLiteral("network")).toObject(), path);
        if (!input)
            return failure(input.error());
        if (!card.files.contains(networkFile()) || card.classes.isEmpty())
            return failure(ErrorKind::Refused, QStringLiteral("%1: a network needs its file network.onnx with its hash under \"files\", and \"classes\".").arg(path));
        card.network = *input;
    }
    card.receipts = object.value(QStringLiteral("receipts")).toObject();
    card.metrics = object.value(QStringLiteral("metrics")).toObject();
    return card;
}

Result<void> checkFile(const QString& folder, const QString& name, const QString& hash)
{
    if (name.contains(QLatin1Char('/')) || name.startsWith(QLatin1Char('.')))
        return failure(ErrorKind::Refused, QStringLiteral("%1: model.json names a file outside of its folder.").arg(folder));
    const auto found = sha256OfFile(folder + QLatin1Char('/') + name);
    if (!found)
        return failure(ErrorKind::Integrity, QStringLiteral("%1 lacks its file %2: copy the whole folder again.").arg(folder, name));
    if (*found != hash)
        return failure(ErrorKind::Integrity, QStringLiteral("%1/%2 is not what model.json says (its hash differs): copy it again.").arg(folder, name));
    return {};
}

Result<void> writeParts(const QString& aside, Model& model, const QString& networkFrom)
{
    if (auto made = makeFolder(aside); !made)
        return made;
    model.card.files.clear();
    if (model.recogniser) {
        const QByteArray bytes = model.recogniser->toBytes();
        if (auto written = writeFile(aside + QLatin1Char('/') + recogniserName(), bytes); !written)
            return written;
        model.card.files[recogniserName()] = sha256Of(bytes);
    }
    if (model.card.network) {
        QString hash;
        if (auto copied = copyFile(networkFrom, aside + QLatin1Char('/') + networkFile(), &hash); !copied)
            return copied;
        model.card.files[networkFile()] = hash;
    }
    return writeFile(aside + QLatin1Char('/') + cardName(), toJsonText(toJson(model.card)));
}

} // namespace

std::vector<Model::Guess> Model::guesses(const media::Picture& picture) const
{
    if (!canLook() || picture.isEmpty())
        return {};
    const std::vector<double> scores = recogniser ? recogniser->scores(picture) : network->run(picture);
    if (scores.empty())
        return {};
    const std::vector<double> shares = card.calibration.probabilities(scores);
    std::vector<Guess> result;
    for (std::size_t i = 0; i + 1 < shares.size(); ++i)
        result.push_back({card.classes.value(static_cast<qsizetype>(i)), shares[i]});
    result.push_back({QString(), shares.back()});
    std::stable_sort(result.begin(), result.end(), [](const Guess& a, const Guess& b) { return a.probability > b.probability; });
    return result;
}

Result<void> saveModel(const QString& folder, Model& model, const QString& networkFrom)
{
    const QFileInfo place(folder);
    if (place.exists())
        return failure(ErrorKind::Refused, QStringLiteral("%1 exists already: name another folder.").arg(folder));
    const QString aside = place.absolutePath() + QStringLiteral("/.") + place.fileName() + QStringLiteral(".part");
    QDir(aside).removeRecursively();
    if (auto written = writeParts(aside, model, networkFrom); !written) {
        QDir(aside).removeRecursively();
        return written;
    }
    return renameIntoPlace(aside, place.absoluteFilePath());
}

Result<ModelCard> readCard(const QString& folder)
{
    const QString path = folder + QLatin1Char('/') + cardName();
    const auto bytes = readFile(path);
    if (!bytes)
        return failure(bytes.error().kind, QStringLiteral("%1 holds no model (a folder with model.json).").arg(folder), bytes.error().sentence);
    const auto object = parseJsonObject(*bytes, path);
    if (!object)
        return failure(object.error());
    return cardFrom(*object, path);
}

Result<QString> hashOfModel(const QString& folder) { return sha256OfFile(folder + QLatin1Char('/') + cardName()); }

Result<Model> loadModel(const QString& folder)
{
    auto card = readCard(folder);
    if (!card)
        return failure(card.error());
    for (const auto& [name, hash] : card->files)
        if (auto checked = checkFile(folder, name, hash); !checked)
            return failure(checked.error());
    Model model;
    if (!card->receipts.isEmpty()) {
        auto receipts = ReceiptModel::fromJson(card->receipts);
        if (!receipts)
            return failure(receipts.error());
        model.receipts = std::move(*receipts);
    }
    if (card->files.contains(recogniserName())) {
        const auto bytes = readFile(folder + QLatin1Char('/') + recogniserName(), largestFile);
        if (!bytes)
            return failure(bytes.error());
        auto recogniser = vision::Recogniser::fromBytes(*bytes);
        if (!recogniser)
            return failure(recogniser.error());
        if (recogniser->classes() != card->classes)
            return failure(ErrorKind::Integrity, QStringLiteral("%1: the classes of model.json are not the recogniser's.").arg(folder));
        model.recogniser = std::make_shared<const vision::Recogniser>(std::move(*recogniser));
    }
    if (card->network) {
        const auto bytes = readFile(folder + QLatin1Char('/') + networkFile(), largestFile);
        if (!bytes)
            return failure(bytes.error());
        auto network = vision::Network::load(*bytes, *card->network, static_cast<int>(card->classes.size()));
        if (!network)
            return failure(network.error());
        model.network = std::make_shared<const vision::Network>(std::move(*network));
    }
    model.card = std::move(*card);
    return model;
}

} // namespace cartwright::learning
