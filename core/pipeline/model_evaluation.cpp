#include "core/pipeline/model_evaluation.h"

#include "core/base/safe_file.h"
#include "core/pipeline/label_crops.h"
#include "core/store/label_repository.h"
#include "core/store/store_repository.h"

#include <algorithm>
#include <set>

namespace cartwright::pipeline {
namespace {

bool isAsked(const QStringList& stores, const QString& storeId) { return stores.isEmpty() || stores.contains(storeId); }

QString folderOf(const store::Workspace& workspace, const store::ModelRecord& record)
{
    return workspace.modelsFolder() + QLatin1Char('/') + record.folder;
}

Result<void> evaluateLook(const store::Workspace& workspace, store::Database& database, const learning::Model& model, const QStringList& stores,
                          SaleEvaluation& evaluation, const Cancellation& cancel, const ProgressCallback& progress)
{
    auto labels = store::LabelRepository(database).current();
    if (!labels)
        return failure(labels.error());
    std::erase_if(*labels, [&](const Label& label) { return !isAsked(stores, label.key.storeId); });
    auto crops = cropLabels(workspace, labelsToLearnFrom(*labels, evaluation.notes), cancel, progress);
    if (!crops)
        return failure(crops.error());
    evaluation.notes.append(crops->notes);
    std::vector<learning::Outcome> outcomes;
    for (const ProductCrop& crop : crops->crops) {
        const auto guesses = model.guesses(crop.picture);
        const bool right = !guesses.empty() && guesses.front().name == crop.gtin.digits();
        evaluation.cropsRight += right ? 1 : 0;
        if (!guesses.empty())
            outcomes.push_back({guesses.front().probability, right});
    }
    evaluation.crops = static_cast<int>(crops->crops.size());
    evaluation.cropCalibrationError = learning::calibrationError(learning::reliability(outcomes));
    return {};
}

Result<std::set<QString>> knownProducts(store::Database& database)
{
    store::StoreRepository repository(database);
    const auto stores = repository.list();
    if (!stores)
        return failure(stores.error());
    std::set<QString> known;
    for (const Store& store : *stores) {
        const auto products = repository.products(store.storeId);
        if (!products)
            return failure(products.error());
        for (const auto& [gtin, product] : *products)
            known.insert(gtin.digits());
    }
    return known;
}

} // namespace

Result<SaleEvaluation> evaluateOnSales(const store::Workspace& workspace, store::Database& database, const store::ModelRecord& record,
                                       const QStringList& stores, const Cancellation& cancel, const ProgressCallback& progress)
{
    const auto model = learning::loadModel(folderOf(workspace, record));
    if (!model)
        return failure(model.error());
    store::ModelRepository repository(database);
    auto judged = repository.judged();
    const auto sales = repository.decidedSales();
    if (!judged || !sales)
        return failure(!judged ? judged.error() : sales.error());
    const auto all = static_cast<double>(judged->size());
    std::erase_if(*judged, [&](const auto& one) { return !isAsked(stores, one.key.storeId); });
    if (judged->empty())
        return failure(ErrorKind::NotFound, QStringLiteral("No sale of these stores was reviewed: there is nothing to evaluate on. Review some first."));
    SaleEvaluation evaluation;
    std::vector<learning::Outcome> outcomes;
    int seen = 0;
    const auto receipts = receiptsToLearnFrom(*judged);
    for (std::size_t i = 0; i < receipts.size(); ++i) {
        outcomes.push_back({model->receipts.probability(receipts[i].facts), receipts[i].right});
        seen += (*judged)[i].decidedAt < record.madeAt ? 1 : 0;
    }
    if (seen > 0)
        evaluation.notes.append(QStringLiteral("%1 of these sales were judged before the model was made, so it may have learned from them: "
                                               "the figures are then too good.").arg(seen));
    evaluation.receipts = static_cast<int>(receipts.size());
    evaluation.expected = expectedOf(*judged, outcomes, model->card.threshold,
                                     static_cast<std::int64_t>(static_cast<double>(*sales) * static_cast<double>(receipts.size()) / all));
    evaluation.reliability = learning::reliability(outcomes);
    evaluation.calibrationError = learning::calibrationError(evaluation.reliability);
    if (model->canLook())
        if (auto looked = evaluateLook(workspace, database, *model, stores, evaluation, cancel, progress); !looked)
            return failure(looked.error());
    return evaluation;
}

Result<SaleTraining> recalibrate(const store::Workspace& workspace, store::Database& database, const store::ModelRecord& record,
                                 const SaleTrainingOptions& options)
{
    auto model = learning::loadModel(folderOf(workspace, record));
    if (!model)
        return failure(model.error());
    SaleTraining training;
    model->card.madeAt = database.clock().now();
    model->card.version = record.version + QStringLiteral("-calibrated-") + timeName(model->card.madeAt);
    model->receipts = {};
    model->card.receipts = {};
    model->card.threshold = 0;
    if (auto trained = trainReceipts(database, options, *model, training); !trained)
        return failure(trained.error());
    if (!model->receipts.isTrained())
        return failure(ErrorKind::Refused, training.notes.join(QLatin1Char(' ')));
    if (auto kept = keepModel(workspace, database, options.actor, *model, Origin::Trained, training.record, folderOf(workspace, record) + QLatin1Char('/') + learning::networkFile());
        !kept)
        return failure(kept.error());
    return training;
}

Result<store::ModelRecord> importModel(const store::Workspace& workspace, store::Database& database, const QString& folder, const Actor& actor)
{
    const auto card = learning::readCard(folder);
    if (!card)
        return failure(card.error());
    const QString network = folder + QLatin1Char('/') + learning::networkFile();
    // What nobody has vouched for is loaded and run by a process that can do nothing else first.
    if (card->network)
        if (auto checked = vision::checkNetworkConfined(network, *card->network, static_cast<int>(card->classes.size())); !checked)
            return failure(checked.error());
    auto model = learning::loadModel(folder);
    if (!model)
        return failure(model.error());
    const auto known = knownProducts(database);
    if (!known)
        return failure(known.error());
    QStringList strange;
    for (const QString& name : model->card.classes)
        if (!known->contains(name))
            strange.append(name);
    if (strange.size() == model->card.classes.size() && !strange.isEmpty())
        return failure(ErrorKind::Refused, QStringLiteral("None of the model's %1 classes is a product of this workspace (the first is \"%2\"): its classes "
                                                          "must be GTINs with 14 digits.").arg(strange.size()).arg(strange.first()));
    store::ModelRecord record;
    if (auto kept = keepModel(workspace, database, actor, *model, Origin::Imported, record, network); !kept)
        return failure(kept.error());
    return record;
}

} // namespace cartwright::pipeline
