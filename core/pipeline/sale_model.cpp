#include "core/pipeline/sale_model.h"

#include "core/base/safe_file.h"
#include "core/pipeline/label_crops.h"
#include "core/store/label_repository.h"
#include "core/store/store_repository.h"

#include <QDir>

#include <algorithm>
#include <chrono>
#include <set>

namespace cartwright::pipeline {
namespace {

constexpr double auditWeight = 4;

double secondsSince(std::chrono::steady_clock::time_point start)
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

bool isHeldBack(const SaleTrainingOptions& options, const QString& storeId)
{
    return options.heldBackStores.contains(storeId);
}

/// Labels' crops first, then the catalogue's.
Result<LabelCrops> gatherCrops(const store::Workspace& workspace, store::Database& database, const SaleTrainingOptions& options,
                               SaleTraining& training, const Cancellation& cancel, const ProgressCallback& progress)
{
    auto labels = store::LabelRepository(database).current();
    if (!labels)
        return failure(labels.error());
    std::erase_if(*labels, [&](const Label& label) { return isHeldBack(options, label.key.storeId); });
    auto crops = cropLabels(workspace, labelsToLearnFrom(*labels, training.notes), cancel, progress);
    if (!crops)
        return failure(crops.error());
    training.crops = static_cast<int>(crops->crops.size());
    store::StoreRepository stores(database);
    const auto known = stores.list();
    if (!known)
        return failure(known.error());
    std::set<Gtin> drawn;
    for (const Store& store : *known) {
        const QString& id = store.storeId;
        auto products = isHeldBack(options, id) ? Result<std::map<Gtin, Product>>(std::map<Gtin, Product>()) : stores.products(id);
        if (!products)
            return failure(products.error());
        std::erase_if(*products, [&](const auto& product) { return !drawn.insert(product.first).second; });
        auto pictures = cropCatalogue(workspace, *products);
        if (!pictures)
            return failure(pictures.error());
        training.pictures += static_cast<int>(pictures->crops.size());
        std::move(pictures->crops.begin(), pictures->crops.end(), std::back_inserter(crops->crops));
        crops->notes.append(pictures->notes);
    }
    training.notes.append(crops->notes);
    return crops;
}

void noteSingles(const std::vector<ProductCrop>& crops, QStringList& notes)
{
    std::map<Gtin, int> counts;
    for (const ProductCrop& crop : crops)
        ++counts[crop.gtin];
    for (const auto& [gtin, count] : counts)
        if (count == 1)
            notes.append(QStringLiteral("Product %1 has one picture only: it is learned, but how well cannot be checked.").arg(gtin.digits()));
}

Result<void> trainLook(const std::vector<ProductCrop>& crops, learning::Model& model, SaleTraining& training, const Cancellation& cancel,
                       const ProgressCallback& progress)
{
    std::map<Gtin, int> places;
    for (const ProductCrop& crop : crops)
        places.try_emplace(crop.gtin, 0);
    if (places.size() < 2) {
        training.notes.append(QStringLiteral("There are pictures of fewer than two products, so the model goes without a recogniser."));
        return {};
    }
    vision::TrainingSet set;
    for (auto& [gtin, place] : places) {
        place = static_cast<int>(set.classes.size());
        set.classes.append(gtin.digits());
    }
    for (const ProductCrop& crop : crops) {
        set.labels.push_back(places.at(crop.gtin));
        set.groups.push_back(crop.group);
    }
    set.picture = [&](std::size_t i) { return Result<media::Picture>(crops[i].picture); };
    auto trained = vision::trainRecogniser(set, vision::RecogniserSettings::forCrops(), cancel, [&](double share) {
        if (progress)
            progress({static_cast<int>(1000 * share), 1000, QStringLiteral("recogniser")});
    });
    if (!trained)
        return failure(trained.error());
    std::vector<learning::HeldOut> heldOut;
    int right = 0;
    for (int i = 0; i < training.crops; ++i) {
        const auto place = static_cast<std::size_t>(i);
        const auto& scores = trained->heldOut[place];
        heldOut.push_back({scores, set.labels[place]});
        right += !scores.empty() && std::max_element(scores.begin(), scores.end()) - scores.begin() == set.labels[place] ? 1 : 0;
    }
    // The cold start has no labels: then the catalogue's own pictures must do, and the temperature stays careful.
    if (heldOut.empty())
        model.card.calibration = {0.5, -1.5};
    else
        model.card.calibration = learning::calibrateClasses(heldOut);
    training.heldOutRight = training.crops > 0 ? static_cast<double>(right) / training.crops : 0;
    model.card.classes = set.classes;
    model.recogniser = std::make_shared<const vision::Recogniser>(std::move(trained->recogniser));
    return {};
}

QJsonArray toJson(const std::vector<learning::ReliabilityBin>& bins)
{
    QJsonArray array;
    for (const auto& bin : bins)
        array.append(QJsonObject{{QStringLiteral("from"), bin.from}, {QStringLiteral("until"), bin.until},
                                 {QStringLiteral("count"), bin.count}, {QStringLiteral("probability"), bin.meanProbability},
                                 {QStringLiteral("right"), bin.shareRight}});
    return array;
}

/// Reliability of the receipts flagged for each reason.
QJsonObject reliabilityByReason(const std::vector<store::JudgedReceipt>& judged, const std::vector<learning::Outcome>& outcomes)
{
    std::map<QString, std::vector<learning::Outcome>> byReason;
    for (std::size_t i = 0; i < judged.size(); ++i)
        for (const QString& rule : judged[i].rules)
            byReason[rule].push_back(outcomes[i]);
    QJsonObject object;
    for (const auto& [rule, own] : byReason) {
        const auto bins = learning::reliability(own, 5);
        object.insert(rule, QJsonObject{{QStringLiteral("count"), static_cast<int>(own.size())},
                                        {QStringLiteral("calibration_error"), learning::calibrationError(bins)},
                                        {QStringLiteral("bins"), toJson(bins)}});
    }
    return object;
}

} // namespace

std::vector<learning::ReviewedReceipt> receiptsToLearnFrom(const std::vector<store::JudgedReceipt>& judged)
{
    std::vector<learning::ReviewedReceipt> receipts;
    for (const auto& one : judged) {
        learning::ReviewedReceipt receipt;
        std::copy_n(one.confidence.facts.begin(), std::min(receipt.facts.size(), one.confidence.facts.size()), receipt.facts.begin());
        receipt.right = one.right;
        receipt.fold = groupOf(one.key) % 1000;
        receipt.weight = one.audited ? auditWeight : 1;
        receipts.push_back(receipt);
    }
    return receipts;
}

Expected expectedOf(const std::vector<store::JudgedReceipt>& judged, const std::vector<learning::Outcome>& outcomes, double threshold,
                    std::int64_t sales)
{
    const auto audits = std::count_if(judged.begin(), judged.end(), [](const auto& one) { return one.audited; });
    const auto others = static_cast<std::ptrdiff_t>(judged.size()) - audits;
    // An audited sale stands for all that nobody chose for their doubts.
    const double each = audits > 0 ? std::max(1.0, static_cast<double>(sales - others) / static_cast<double>(audits)) : 1;
    double all = 0;
    double reviewed = 0;
    double wrong = 0;
    for (std::size_t i = 0; i < judged.size() && i < outcomes.size(); ++i) {
        const double weight = judged[i].audited ? each : 1;
        const bool flagged = threshold > 0 ? outcomes[i].probability < threshold : !judged[i].audited;
        all += weight;
        reviewed += flagged ? weight : 0;
        wrong += !flagged && !judged[i].right ? weight : 0;
    }
    if (all <= 0)
        return {};
    return {1000 * reviewed / all, wrong / all};
}

ThresholdFound findThreshold(const std::vector<store::JudgedReceipt>& judged, const learning::ReceiptModel& model, std::int64_t sales,
                             const learning::ThresholdGoal& goal)
{
    const auto& outcomes = model.heldOut();
    std::vector<learning::AuditedSale> audited;
    for (std::size_t i = 0; i < judged.size() && i < outcomes.size(); ++i)
        if (judged[i].sampled) // drawn from all sales, also from those that were flagged anyway
            audited.push_back({outcomes[i].probability, judged[i].right, false});
    ThresholdFound found;
    auto choice = learning::chooseThreshold(audited, sales, goal);
    if (choice) {
        found.threshold = choice->threshold;
        found.bounded = goal.mostWrong.has_value();
        found.note = QStringLiteral("Chosen on %1 audited sales: %2 wrong of %3 that would go out unseen, at most %4 % by Clopper and Pearson.")
                         .arg(choice->audited).arg(choice->wrong).arg(choice->unflagged).arg(100 * choice->wrongBound, 0, 'f', 2);
        found.choice = *choice;
        return found;
    }
    std::vector<double> probabilities;
    for (const auto& outcome : outcomes)
        probabilities.push_back(outcome.probability);
    std::sort(probabilities.rbegin(), probabilities.rend());
    const double most = goal.mostWrong.value_or(0.005);
    double wrong = 0;
    found.threshold = 0.9999; // nobody goes out unseen
    for (std::size_t i = 0; i < probabilities.size(); ++i) {
        wrong += 1 - probabilities[i];
        const bool last = i + 1 == probabilities.size() || probabilities[i + 1] < probabilities[i];
        if (last && wrong <= most * static_cast<double>(i + 1))
            found.threshold = probabilities[i];
    }
    found.note = QStringLiteral("By calibrated probabilities alone, without a bound. ") + choice.error().sentence;
    return found;
}

Result<void> trainReceipts(store::Database& database, const SaleTrainingOptions& options, learning::Model& model, SaleTraining& training)
{
    store::ModelRepository repository(database);
    auto judged = repository.judged();
    const auto sales = repository.decidedSales();
    if (!judged || !sales)
        return failure(!judged ? judged.error() : sales.error());
    std::erase_if(*judged, [&](const auto& receipt) { return isHeldBack(options, receipt.key.storeId); });
    training.receipts = static_cast<int>(judged->size());
    auto receipts = learning::ReceiptModel::train(receiptsToLearnFrom(*judged));
    if (!receipts) {
        training.notes.append(receipts.error().sentence);
        training.thresholdNote = QStringLiteral("No threshold: receipt confidence was not learned, so the flag policy decides.");
        return {};
    }
    const auto bins = learning::reliability(receipts->heldOut());
    training.calibrationError = learning::calibrationError(bins);
    const ThresholdFound found = findThreshold(*judged, *receipts, *sales, options.goal);
    training.threshold = found.threshold;
    training.thresholdNote = found.note;
    model.card.threshold = found.threshold;
    model.card.receipts = receipts->toJson();
    model.card.metrics.insert(QStringLiteral("receipt_calibration_error"), training.calibrationError);
    model.card.metrics.insert(QStringLiteral("reliability"), toJson(bins));
    model.card.metrics.insert(QStringLiteral("reliability_by_reason"), reliabilityByReason(*judged, receipts->heldOut()));
    model.card.metrics.insert(QStringLiteral("threshold_note"), found.note);
    const Expected expected = expectedOf(*judged, receipts->heldOut(), found.threshold, *sales);
    model.card.metrics.insert(QStringLiteral("expected_reviews_per_1000"), expected.reviewsPerThousand);
    model.card.metrics.insert(QStringLiteral("expected_wrong_share"), expected.wrongShare);
    if (found.choice)
        model.card.metrics.insert(QStringLiteral("wrong_bound"), found.choice->wrongBound);
    if (found.bounded)
        model.card.metrics.insert(QStringLiteral("least_audit_share"), found.choice->leastAuditShare);
    model.receipts = std::move(*receipts);
    return {};
}

QString timeName(UtcMicroseconds now) { return formatUtc(now).remove(QLatin1Char('-')).remove(QLatin1Char(':')).replace(QLatin1Char('.'), QLatin1Char('-')); }

Result<void> keepModel(const store::Workspace& workspace, store::Database& database, const Actor& actor, learning::Model& model, Origin origin,
                       store::ModelRecord& kept, const QString& networkFrom)
{
    if (auto made = makeFolder(workspace.modelsFolder()); !made)
        return made;
    const QString name = model.card.name + QLatin1Char('-') + model.card.version;
    const QString folder = workspace.modelsFolder() + QLatin1Char('/') + name;
    if (auto saved = learning::saveModel(folder, model, networkFrom); !saved)
        return saved;
    const auto hash = learning::hashOfModel(folder);
    if (!hash)
        return failure(hash.error());
    store::ModelRecord record;
    record.name = model.card.name;
    record.version = model.card.version;
    record.imported = origin == Origin::Imported;
    record.folder = name;
    record.sha256 = *hash;
    record.dataset = model.card.dataset;
    record.metrics = model.card.metrics;
    record.madeAt = model.card.madeAt;
    auto added = store::ModelRepository(database, actor).add(std::move(record));
    if (!added)
        return failure(added.error());
    kept = std::move(*added);
    return {};
}

Result<SaleTraining> trainOnSales(const store::Workspace& workspace, store::Database& database, const SaleTrainingOptions& options,
                                  const Cancellation& cancel, const ProgressCallback& progress)
{
    const auto start = std::chrono::steady_clock::now();
    SaleTraining training;
    learning::Model model;
    model.card.name = options.name;
    model.card.madeAt = database.clock().now();
    model.card.version = options.version.isEmpty() ? timeName(model.card.madeAt) : options.version;
    auto crops = gatherCrops(workspace, database, options, training, cancel, progress);
    if (!crops)
        return failure(crops.error());
    noteSingles(crops->crops, training.notes);
    if (auto trained = trainLook(crops->crops, model, training, cancel, progress); !trained)
        return failure(trained.error());
    if (auto trained = trainReceipts(database, options, model, training); !trained)
        return failure(trained.error());
    if (!model.recogniser && !model.receipts.isTrained())
        return failure(ErrorKind::Refused, QStringLiteral("There is nothing to learn from: no labels, no catalogue pictures and too few judged sales. "
                                                          "Import a store with pictures, or review sales first."));
    model.card.dataset = QStringLiteral("%1 crops of labels, %2 of the catalogue, %3 judged sales").arg(training.crops).arg(training.pictures)
                             .arg(training.receipts);
    model.card.metrics.insert(QStringLiteral("crops"), training.crops);
    model.card.metrics.insert(QStringLiteral("judged_sales"), training.receipts);
    model.card.metrics.insert(QStringLiteral("crops_told_right"), training.heldOutRight);
    if (auto kept = keepModel(workspace, database, options.actor, model, Origin::Trained, training.record); !kept)
        return failure(kept.error());
    training.seconds = secondsSince(start);
    return training;
}

} // namespace cartwright::pipeline
