#include "core/pipeline/loop_bench.h"

#include "core/base/json.h"
#include "core/base/safe_file.h"
#include "core/domain/names.h"
#include "core/feed/ingest.h"
#include "core/feed/store_description.h"
#include "core/learning/calibration.h"
#include "core/measures/measures.h"
#include "core/pipeline/jobs.h"
#include "core/pipeline/promotion.h"
#include "core/pipeline/sale_model.h"

#include <QDir>
#include <QTemporaryDir>

#include <chrono>

namespace cartwright::pipeline {
namespace {

class Watch
{
public:
    /// Seconds since it was last asked.
    double lap()
    {
        const auto now = std::chrono::steady_clock::now();
        const double seconds = std::chrono::duration<double>(now - m_last).count();
        m_last = now;
        return seconds;
    }

private:
    std::chrono::steady_clock::time_point m_last = std::chrono::steady_clock::now();
};

/// Every simulated store has the same id, so each round's gets its own.
Result<void> renameStore(const QString& file, const QString& storeId)
{
    const auto bytes = readFile(file);
    if (!bytes)
        return failure(bytes.error());
    auto object = parseJsonObject(*bytes, file);
    if (!object)
        return failure(object.error());
    object->insert(QStringLiteral("store_id"), storeId);
    return writeFile(file, toJsonText(*object));
}

/// A loop's workspace and what it has learned of the truth.
struct Bench
{
    const LoopSettings& settings;
    const Clock& clock;
    const Cancellation& cancel;
    store::Workspace workspace;
    std::unique_ptr<store::Database> database;
    std::map<SaleKey, TruthSale> truth;
    std::mt19937 random;
};

Result<Bench> open(const LoopSettings& settings, const QString& folder, const Clock& clock, const Cancellation& cancel)
{
    auto workspace = store::Workspace::create(folder + QStringLiteral("/workspace"));
    if (!workspace)
        return failure(workspace.error());
    auto options = workspace->settings();
    if (!options)
        return failure(options.error());
    options->insert(QStringLiteral("audit_share"), settings.auditShare);
    if (auto saved = workspace->saveSettings(*options); !saved)
        return failure(saved.error());
    auto database = store::Database::open(workspace->databasePath(), clock);
    if (!database)
        return failure(database.error());
    return Bench{settings, clock, cancel, std::move(*workspace), std::move(*database), {}, std::mt19937(static_cast<unsigned>(settings.seed))};
}

QString storeIdOf(int round) { return QStringLiteral("loop-%1").arg(round); }

/// Renders a round's store and takes it in.
Result<std::vector<TruthSale>> takeIn(Bench& bench, const QString& folder, int round, const ProgressCallback& progress)
{
    simulator::Settings settings = bench.settings.store;
    settings.sales = bench.settings.sales;
    settings.seed = bench.settings.seed * 1000 + static_cast<std::uint64_t>(round);
    if (!bench.settings.sensors)
        settings.sensorShare = settings.smartCartShare = 0;
    const auto made = simulator::makeStore(folder, settings, bench.cancel, [&](const simulator::Progress& p) {
        if (progress)
            progress({p.salesDone, p.sales, QStringLiteral("rendered")});
    });
    if (!made)
        return failure(made.error());
    if (auto renamed = renameStore(made->storeFolder + QStringLiteral("/store.json"), storeIdOf(round)); !renamed)
        return failure(renamed.error());
    if (auto imported = feed::importStore(made->storeFolder, bench.workspace, *bench.database); !imported)
        return failure(imported.error());
    for (const QString& name : QDir(made->bundlesFolder).entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name)) {
        const QString bundle = made->bundlesFolder + QLatin1Char('/') + name;
        if (auto renamed = renameStore(bundle + QStringLiteral("/sale.json"), storeIdOf(round)); !renamed)
            return failure(renamed.error());
        if (auto ingested = feed::ingestBundle(bundle, bench.workspace, *bench.database, bench.cancel); !ingested)
            return failure(ingested.error());
    }
    auto truth = readTruth(made->truthFile);
    if (!truth)
        return failure(truth.error());
    for (const TruthSale& sale : *truth)
        bench.truth[{storeIdOf(round), sale.saleId}] = sale;
    return truth;
}

struct Pieces
{
    int right = 0;
    int predicted = 0;
    int wanted = 0;
};

void countPieces(const Cart& predicted, const Cart& wanted, Pieces& pieces)
{
    for (const CartLine& line : predicted.lines) {
        const CartLine* same = wanted.find(line.gtin);
        pieces.predicted += line.quantity;
        pieces.right += same ? std::min(same->quantity, line.quantity) : 0;
    }
    for (const CartLine& line : wanted.lines)
        pieces.wanted += line.quantity;
}

/// Compares what was predicted and decided with the truth.
Result<void> measure(Bench& bench, const std::vector<TruthSale>& truth, LoopRound& round)
{
    store::SaleRepository sales(*bench.database);
    store::ModelRepository models(*bench.database);
    Pieces pieces;
    std::vector<learning::Outcome> outcomes;
    for (const TruthSale& wanted : truth) {
        const SaleKey key{storeIdOf(round.round), wanted.saleId};
        const auto prediction = sales.prediction(key);
        const auto flags = sales.flags(key);
        const auto confidence = models.confidence(key);
        for (const Error* error : {prediction ? nullptr : &prediction.error(), flags ? nullptr : &flags.error(),
                                   confidence ? nullptr : &confidence.error()})
            if (error)
                return failure(*error);
        const Cart cart = *prediction ? (*prediction)->cart : Cart{};
        const bool right = cart.sameContents(wanted.cart);
        bool flagged = false;
        std::map<QString, bool> rules;
        for (const Flag& flag : *flags) {
            flagged = flagged || flag.rule != FlagRule::AuditSample;
            rules[nameOf(flag.rule)] = true;
        }
        for (const auto& [rule, fired] : rules) {
            ++round.reasons[rule].flagged;
            round.reasons[rule].falseFlags += right ? 1 : 0;
        }
        ++round.sales;
        ++round.situations[wanted.situation].first;
        round.situations[wanted.situation].second += flagged ? 1 : 0;
        round.flagged += flagged ? 1 : 0;
        round.unflagged += flagged ? 0 : 1;
        round.unflaggedWrong += !flagged && !right ? 1 : 0;
        round.exact += right ? 1 : 0;
        countPieces(cart, wanted.cart, pieces);
        if (*confidence)
            outcomes.push_back({(*confidence)->probability, right});
    }
    round.itemF1 = pieces.predicted + pieces.wanted > 0 ? 2.0 * pieces.right / (pieces.predicted + pieces.wanted) : 1;
    round.calibrationError = learning::calibrationError(learning::reliability(outcomes));
    return {};
}

/// After the reviews: what the shoppers' last receipts say.
Result<void> measureReceipts(Bench& bench, const std::vector<TruthSale>& truth, LoopRound& round)
{
    store::SaleRepository sales(*bench.database);
    for (const TruthSale& wanted : truth) {
        const auto receipts = sales.receipts({storeIdOf(round.round), wanted.saleId});
        if (!receipts)
            return failure(receipts.error());
        Cart billed;
        if (!receipts->empty())
            for (const ReceiptLine& line : receipts->back().lines)
                if (line.quantity > 0)
                    billed.lines.push_back({line.gtin, line.quantity, 1, {}});
        round.finalWrong += billed.sameContents(wanted.cart) ? 0 : 1;
    }
    return {};
}

Result<void> learn(Bench& bench, LoopRound& round, const ProgressCallback& progress)
{
    SaleTrainingOptions options;
    options.version = QStringLiteral("round-%1").arg(round.round + 1);
    const auto training = trainOnSales(bench.workspace, *bench.database, options, bench.cancel, progress);
    if (!training) {
        if (training.error().kind != ErrorKind::Refused)
            return failure(training.error());
        round.trained = training.error().sentence;
        return {};
    }
    const auto gate = promote(bench.workspace, *bench.database, training->record, options.actor);
    if (!gate)
        return failure(gate.error());
    round.trained = QStringLiteral("%1: %2 of %3 crops told right when held back; threshold %4. %5 %6")
                        .arg(training->record.title(), QString::number(training->heldOutRight, 'f', 3)).arg(training->crops)
                        .arg(training->threshold).arg(training->thresholdNote, gate->reason);
    return {};
}

Result<LoopRound> runRound(Bench& bench, int number, const QString& folder, const ProgressCallback& progress)
{
    LoopRound round;
    round.round = number;
    const auto live = store::ModelRepository(*bench.database).live();
    if (!live)
        return failure(live.error());
    round.model = *live ? (*live)->title() : QString();
    Watch watch;
    const auto truth = takeIn(bench, folder, number, progress);
    if (!truth)
        return failure(truth.error());
    round.simulateSeconds = watch.lap();
    const auto processed = processSales(bench.workspace, *bench.database, bench.cancel, progress, Copies::No);
    if (!processed)
        return failure(processed.error());
    if (!processed->failures.empty())
        return failure(processed->failures.front().second);
    round.analyseSeconds = watch.lap();
    if (auto measured = measure(bench, *truth, round); !measured)
        return failure(measured.error());
    review::Desk desk(bench.workspace, *bench.database, {QStringLiteral("truth"), QStringLiteral("reviewer")});
    const auto reviews = reviewByTruth(desk, bench.truth, bench.settings.reviewerError, bench.random, bench.cancel);
    if (!reviews)
        return failure(reviews.error());
    round.audits = reviews->audits;
    if (auto measured = measureReceipts(bench, *truth, round); !measured)
        return failure(measured.error());
    round.reviewSeconds = watch.lap();
    if (number + 1 < bench.settings.rounds)
        if (auto learned = learn(bench, round, progress); !learned)
            return failure(learned.error());
    round.trainSeconds = watch.lap();
    return round;
}

QJsonObject share(int numerator, int denominator)
{
    const auto interval = measures::clopperPearson({numerator, denominator});
    QJsonObject object{{QStringLiteral("numerator"), numerator}, {QStringLiteral("denominator"), denominator}};
    if (interval) {
        object.insert(QStringLiteral("low"), interval->low);
        object.insert(QStringLiteral("high"), interval->high);
    }
    return object;
}

} // namespace

QJsonObject toJson(const LoopRound& round)
{
    QJsonObject reasons;
    for (const auto& [name, reason] : round.reasons)
        reasons.insert(name, share(reason.falseFlags, reason.flagged));
    QJsonObject situations;
    for (const auto& [name, counts] : round.situations)
        situations.insert(name, QJsonObject{{QStringLiteral("sales"), counts.first}, {QStringLiteral("flagged"), counts.second}});
    return {{QStringLiteral("round"), round.round},
            {QStringLiteral("sales"), round.sales},
            {QStringLiteral("reviews_per_1000"), round.sales > 0 ? 1000.0 * round.flagged / round.sales : 0},
            {QStringLiteral("audit_reviews"), round.audits},
            {QStringLiteral("wrong_unflagged"), share(round.unflaggedWrong, round.unflagged)},
            {QStringLiteral("wrong_overall"), share(round.finalWrong, round.sales)},
            {QStringLiteral("exact"), share(round.exact, round.sales)},
            {QStringLiteral("item_f1"), round.itemF1},
            {QStringLiteral("calibration_error"), round.calibrationError},
            {QStringLiteral("false_flags"), reasons},
            {QStringLiteral("situations"), situations},
            {QStringLiteral("model"), round.model},
            {QStringLiteral("trained"), round.trained},
            {QStringLiteral("seconds"), QJsonObject{{QStringLiteral("simulate"), round.simulateSeconds},
                                                    {QStringLiteral("analyse"), round.analyseSeconds},
                                                    {QStringLiteral("review"), round.reviewSeconds},
                                                    {QStringLiteral("train"), round.trainSeconds}}}};
}

Result<std::vector<LoopRound>> benchLoop(const LoopSettings& settings, const Clock& clock, const Cancellation& cancel,
                                         const ProgressCallback& progress, const std::function<void(const LoopRound&)>& roundDone)
{
    if (settings.sales < 1 || settings.rounds < 1 || settings.rounds > 50 || settings.reviewerError < 0 || settings.reviewerError > 1)
        return failure(ErrorKind::WrongUsage, QStringLiteral("A loop has at least one sale, 1 to 50 rounds and a reviewers' error from 0 to 1."));
    const QTemporaryDir scratch;
    const QString folder = settings.folder.isEmpty() ? scratch.path() : settings.folder;
    auto bench = open(settings, folder, clock, cancel);
    if (!bench)
        return failure(bench.error());
    std::vector<LoopRound> rounds;
    for (int number = 0; number < settings.rounds; ++number) {
        const QString made = folder + QStringLiteral("/round-%1").arg(number);
        auto round = runRound(*bench, number, made, progress);
        if (!round)
            return failure(round.error());
        QDir(made).removeRecursively(); // the workspace has its copies
        if (roundDone)
            roundDone(*round);
        rounds.push_back(std::move(*round));
    }
    return rounds;
}

} // namespace cartwright::pipeline
