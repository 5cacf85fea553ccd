#include "core/pipeline/truth.h"

#include "core/base/safe_file.h"
#include "core/domain/codec.h"
#include "core/domain/names.h"
#include "core/feed/ingest.h"
#include "core/feed/store_description.h"
#include "core/vision/event_score.h"

#include <QDirIterator>
#include <QJsonDocument>
#include <QTemporaryDir>

#include <cmath>

namespace cartwright::pipeline {
namespace {

constexpr double longestSale = 86'400;

Microseconds readSeconds(JsonReader& reader, const QString& key)
{
    const auto seconds = reader.optionalNumber(key, -longestSale, longestSale);
    if (!seconds)
        reader.refuse(QStringLiteral("\"%1\" is missing.").arg(key));
    return std::llround(seconds.value_or(0) * 1e6);
}

/// What was put down beside the bins is a return without a bin.
void readLeftElsewhere(JsonReader& reader, TruthSale& sale)
{
    constexpr Microseconds around = 800'000;
    const QJsonArray misplaced = reader.optionalArray(QStringLiteral("misplaced"), 10'000);
    for (qsizetype i = 0; i < misplaced.size(); ++i) {
        JsonReader item = reader.element(misplaced, i, QStringLiteral("misplaced"));
        const QString place = item.text(QStringLiteral("place"));
        const Microseconds at = readSeconds(item, QStringLiteral("at_s"));
        if (place == QLatin1String("empty place") || place == QLatin1String("floor"))
            sale.events.push_back({EventKind::Return, {}, at - around, at + around, {}, 1});
        reader.adopt(item);
    }
}

Result<TruthSale> readSale(JsonReader& reader)
{
    TruthSale sale;
    sale.saleId = reader.text(QStringLiteral("sale_id"));
    sale.situation = reader.optionalText(QStringLiteral("situation"));
    const QJsonArray events = reader.optionalArray(QStringLiteral("events"), 10'000);
    for (qsizetype i = 0; i < events.size(); ++i) {
        JsonReader event = reader.element(events, i, QStringLiteral("events"));
        const auto kind = eventKindOf(event.text(QStringLiteral("kind")));
        if (!kind)
            return failure(kind.error());
        TruthEvent value{*kind, event.text(QStringLiteral("bin_id")), readSeconds(event, QStringLiteral("from_s")),
                         readSeconds(event, QStringLiteral("until_s")), Gtin(), 1};
        if (event.has(QStringLiteral("gtin")))
            if (const QString digits = event.optionalText(QStringLiteral("gtin"), 14); !digits.isEmpty())
                if (const auto gtin = Gtin::parse(digits))
                    value.gtin = *gtin;
        value.quantity = static_cast<int>(event.optionalInteger(QStringLiteral("quantity"), 0, 999).value_or(1));
        if (event.error())
            return failure(*event.error());
        if (*kind == EventKind::Take || *kind == EventKind::Return)
            sale.events.push_back(std::move(value));
    }
    readLeftElsewhere(reader, sale);
    auto cart = cartFromJson(reader.optionalArray(QStringLiteral("cart"), 1'000), reader.where());
    if (!cart)
        return failure(cart.error());
    if (reader.error())
        return failure(*reader.error());
    sale.cart = std::move(*cart);
    return sale;
}

QStringList bundlesBelow(const QString& folder)
{
    QStringList bundles;
    QDirIterator walk(folder, {QStringLiteral("sale.json")}, QDir::Files, QDirIterator::Subdirectories);
    while (walk.hasNext()) {
        walk.next();
        bundles.append(walk.fileInfo().path());
    }
    bundles.sort();
    return bundles;
}

} // namespace

Result<std::vector<TruthSale>> readTruth(const QString& path)
{
    const auto bytes = readFile(path);
    if (!bytes)
        return failure(bytes.error());
    QJsonParseError problem;
    const auto document = QJsonDocument::fromJson(*bytes, &problem);
    if (!document.isArray())
        return failure(ErrorKind::Refused, QStringLiteral("%1 is no list of sales: %2.").arg(path, problem.errorString()));
    std::vector<TruthSale> truth;
    const JsonReader root({}, path);
    for (qsizetype i = 0; i < document.array().size(); ++i) {
        JsonReader reader = root.element(document.array(), i, QStringLiteral("sales"));
        auto sale = readSale(reader);
        if (!sale)
            return failure(sale.error());
        truth.push_back(std::move(*sale));
    }
    return truth;
}

SaleScore scoreSale(const TruthSale& truth, const Sale& sale, const store::Prediction& prediction,
                    const std::vector<Flag>& flags)
{
    std::vector<vision::ScoredEvent> found;
    for (const auto& event : prediction.events)
        if ((event.kind == EventKind::Take || event.kind == EventKind::Return) && event.actorProbability >= 0.5)
            found.push_back({event.binId, event.kind, event.at - sale.enteredAt, event.until - sale.enteredAt});
    std::vector<vision::ScoredEvent> wanted;
    for (const auto& event : truth.events)
        wanted.push_back({event.binId, event.kind, event.from, event.until});
    const auto score = vision::scoreEvents(found, wanted);

    SaleScore result{truth.saleId, truth.situation, static_cast<int>(score.matched.size()), {}, {}, false, false};
    for (const auto index : score.missed)
        result.missed.push_back(truth.events[index]);
    for (const auto index : score.invented)
        result.invented.push_back({found[index].kind, found[index].binId, found[index].from, found[index].until, Gtin(), 1});
    result.cartExact = prediction.cart.sameContents(truth.cart);
    for (const auto& flag : flags)
        result.flagged = result.flagged || flag.rule != FlagRule::AuditSample;
    return result;
}

std::map<QString, SituationScore> bySituation(const TruthScore& score)
{
    std::map<QString, SituationScore> all;
    for (const SaleScore& sale : score.sales) {
        SituationScore& situation = all[sale.situation];
        ++situation.sales;
        situation.matched += sale.matched;
        situation.missed += static_cast<int>(sale.missed.size());
        situation.invented += static_cast<int>(sale.invented.size());
        situation.cartsExact += sale.cartExact ? 1 : 0;
        situation.flagged += sale.flagged ? 1 : 0;
        situation.unflaggedWrong += !sale.flagged && !sale.cartExact ? 1 : 0;
    }
    return all;
}

Result<TruthScore> scoreAll(const std::vector<TruthSale>& truth, const QString& storeId, store::Database& database)
{
    store::SaleRepository sales(database);
    TruthScore score;
    for (const auto& wanted : truth) {
        const SaleKey key{storeId, wanted.saleId};
        const auto sale = sales.load(key);
        if (!sale && sale.error().kind == ErrorKind::NotFound) {
            ++score.notFound;
            continue;
        }
        const auto prediction = sales.prediction(key);
        const auto flags = sales.flags(key);
        for (const Error* error : {sale ? nullptr : &sale.error(), prediction ? nullptr : &prediction.error(),
                                   flags ? nullptr : &flags.error()})
            if (error)
                return failure(*error);
        score.sales.push_back(scoreSale(wanted, *sale, prediction->value_or(store::Prediction{}), *flags));
    }
    return score;
}

Result<TruthScore> benchEvents(const QString& folder, const QString& truthFile, const Clock& clock,
                               const Cancellation& cancel, const ProgressCallback& progress)
{
    const auto truth = readTruth(truthFile);
    if (!truth)
        return failure(truth.error());
    const QTemporaryDir scratch;
    auto workspace = store::Workspace::create(scratch.filePath(QStringLiteral("workspace")));
    if (!workspace)
        return failure(workspace.error());
    auto database = store::Database::open(workspace->databasePath(), clock);
    if (!database)
        return failure(database.error());
    const auto description = feed::readStoreDescription(folder + QStringLiteral("/store"));
    if (!description)
        return failure(description.error());
    if (auto imported = feed::importStore(folder + QStringLiteral("/store"), *workspace, **database); !imported)
        return failure(imported.error());
    const QStringList bundles = bundlesBelow(folder);
    if (bundles.isEmpty())
        return failure(ErrorKind::NotFound, QStringLiteral("%1 holds no sale bundle (a folder with sale.json).").arg(folder));
    for (const auto& bundle : bundles)
        if (auto ingested = feed::ingestBundle(bundle, *workspace, **database, cancel); !ingested)
            return failure(ingested.error());
    const auto processed = processSales(*workspace, **database, cancel, progress, Copies::No);
    if (!processed)
        return failure(processed.error());
    if (!processed->failures.empty())
        return failure(processed->failures.front().second);
    return scoreAll(*truth, description->store.storeId, **database);
}

} // namespace cartwright::pipeline
