#include "core/pipeline/jobs.h"

#include "core/billing/pricing.h"
#include "core/pipeline/live_model.h"
#include "core/pipeline/outbox.h"
#include "core/pipeline/prepare.h"
#include "core/store/earlier_sales.h"
#include "core/store/measure_repository.h"
#include "core/store/store_repository.h"

#include <algorithm>
#include <chrono>

namespace cartwright::pipeline {
namespace {

constexpr int batch = 100'000; // summaries only, so many are cheap

struct StoreBook
{
    Store store;
    std::map<Gtin, Product> products;
};

Result<StoreBook> loadBook(store::Database& database, const QString& storeId)
{
    store::StoreRepository stores(database);
    auto store = stores.load(storeId);
    if (!store)
        return failure(store.error());
    auto products = stores.products(storeId);
    if (!products)
        return failure(products.error());
    return StoreBook{std::move(*store), std::move(*products)};
}

/// Prices the predicted cart; a cart that cannot be priced has no receipt and is flagged for that.
Result<store::Decision> decide(const Analysis& analysis, const StoreBook& book, const review::FlagPolicy& policy,
                               const store::ReceiptConfidence& confidence, const Sale& sale, UtcMicroseconds now)
{
    store::Decision decision;
    decision.dueAt = sale.exitedAt + book.store.receiptDueMinutes * 60 * microsecondsPerSecond;
    review::FlagInput input = analysis.flagInput;
    auto receipt = billing::price(sale.key, analysis.prediction.cart, book.store, book.products);
    if (receipt)
        input.cartTotal = receipt->total;
    decision.flags = flagsWithModel(review::flagsOf(input, policy), analysis, confidence);
    if (!receipt)
        decision.flags.push_back({FlagRule::NoPrediction, 1, 0, {}});
    const bool onlyAudit = std::all_of(decision.flags.begin(), decision.flags.end(),
                                       [](const Flag& flag) { return flag.rule == FlagRule::AuditSample; });
    if (onlyAudit && receipt) {
        receipt->issuedAt = now;
        receipt->issuedBy = QStringLiteral("pipeline");
        receipt->reason = QStringLiteral("predicted");
        decision.receipt = std::move(*receipt);
    }
    return decision;
}

/// What earlier sales left in wrong bins, as far as it is known: the last ones before this one came in.
Result<ShelfBelief> beliefBefore(store::Database& database, const Sale& sale, const Store& store)
{
    store::SaleRepository sales(database);
    constexpr int salesAsked = 12;
    const auto earlier = store::lastSalesBefore(database, sale.key.storeId, sale.enteredAt, salesAsked);
    if (!earlier)
        return failure(earlier.error());
    std::vector<EarlierSale> known;
    for (auto summary = earlier->rbegin(); summary != earlier->rend(); ++summary) {
        auto prediction = sales.prediction(summary->key);
        if (!prediction)
            return failure(prediction.error());
        if (*prediction)
            known.push_back({summary->exitedAt, std::move((*prediction)->events)});
    }
    return believedAt(known, store, sale.enteredAt);
}

/// One sale through analyse and decide.
Result<store::Decision> process(const store::Workspace& workspace, store::Database& database, const SaleKey& key,
                                const StoreBook& book, const ModelsInUse& models, const Cancellation& cancel)
{
    store::SaleRepository sales(database);
    const auto sale = sales.load(key);
    if (!sale)
        return failure(sale.error());
    const auto settings = workspace.settings();
    if (!settings)
        return failure(settings.error());
    auto policy = review::flagPolicyFromSettings(*settings);
    if (!policy)
        return failure(policy.error());
    policy->auditShare = std::max(policy->auditShare, leastAuditShare(models));
    Knowledge knowledge;
    const auto reliability = reliabilityFromSettings(*settings);
    if (!reliability)
        return failure(reliability.error());
    knowledge.reliability = *reliability;
    knowledge.model = models.liveModel();
    auto shelf = beliefBefore(database, *sale, book.store);
    if (!shelf)
        return failure(shelf.error());
    knowledge.shelf = std::move(*shelf);
    const auto analysis = analyseSale(workspace, *sale, book.store, book.products, knowledge, cancel);
    if (!analysis)
        return failure(analysis.error());
    const auto confidences = confidencesOf(*analysis, models);
    if (auto saved = sales.savePrediction(key, analysis->prediction); !saved)
        return failure(saved.error());
    auto decision = decide(*analysis, book, *policy, confidences.front(), *sale, database.clock().now());
    if (!decision)
        return failure(decision.error());
    store::ModelRepository kept(database);
    for (const auto& confidence : confidences)
        if (auto saved = kept.saveConfidence(key, sale->revision, confidence); !saved)
            return failure(saved.error());
    if (auto saved = sales.saveDecision(key, sale->revision, *decision); !saved)
        return failure(saved.error());
    return decision;
}

void count(Processed& processed, const store::Decision& decision)
{
    ++processed.analysed;
    ++(decision.receipt ? processed.closed : processed.queued);
    if (decision.receipt && !decision.flags.empty())
        ++processed.audits;
}

/// Sales are queued all the same; whoever opens one is told what is missing.
void noteCopyFailure(Processed& processed, const SaleKey& key, const Error& error)
{
    if (error.kind != ErrorKind::Cancelled && error.kind != ErrorKind::Locked)
        processed.failures.emplace_back(key, error);
}

Result<void> makeCopies(const store::Workspace& workspace, store::Database& database, Processed& processed,
                        const Cancellation& cancel)
{
    const auto start = std::chrono::steady_clock::now();
    const auto prepared = prepareSales(workspace, database, cancel);
    if (!prepared)
        return failure(prepared.error());
    processed.copies = prepared->copies;
    processed.copySeconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    for (const auto& [key, error] : prepared->failures)
        noteCopyFailure(processed, key, error);
    return {};
}

/// Sales that still have to be analysed, or were analysed and not decided when somebody stopped.
Result<std::vector<SaleKey>> waiting(store::SaleRepository& sales)
{
    std::vector<SaleKey> keys;
    for (const auto stage : {store::SaleStage::Analysed, store::SaleStage::Ingested}) {
        const auto page = sales.atStage(stage, batch);
        if (!page)
            return failure(page.error());
        for (const auto& sale : *page)
            keys.push_back(sale.key);
    }
    return keys;
}

} // namespace

Result<Processed> processSales(const store::Workspace& workspace, store::Database& database,
                               const Cancellation& cancel, const ProgressCallback& progress, Copies copies)
{
    store::SaleRepository sales(database);
    std::map<QString, StoreBook> books;
    std::map<SaleKey, bool> failed;
    Processed processed;
    const auto models = loadModelsInUse(workspace, database);
    if (!models)
        return failure(models.error());
    processed.notes = models->notes;
    for (;;) {
        auto keys = waiting(sales);
        if (!keys)
            return failure(keys.error());
        std::erase_if(*keys, [&](const auto& key) { return failed.contains(key); });
        if (keys->empty())
            break;
        const int done = processed.analysed + static_cast<int>(failed.size());
        const int total = done + static_cast<int>(keys->size());
        for (const auto& key : *keys) {
            if (!books.contains(key.storeId)) {
                auto book = loadBook(database, key.storeId);
                if (!book)
                    return failure(book.error());
                books.emplace(key.storeId, std::move(*book));
            }
            const auto decision = process(workspace, database, key, books.at(key.storeId), *models, cancel);
            if (!decision && decision.error().kind == ErrorKind::Cancelled)
                return failure(decision.error());
            if (decision) {
                count(processed, *decision);
                if (!decision->flags.empty() && copies == Copies::Yes)
                    if (auto first = prepareDecisive(workspace, database, key, cancel); !first)
                        noteCopyFailure(processed, key, first.error());
            } else {
                failed.emplace(key, true);
                processed.failures.emplace_back(key, decision.error());
            }
            if (progress)
                progress({processed.analysed + static_cast<int>(failed.size()), total, key.saleId});
        }
    }
    if (auto sent = sendReceipts(workspace, database); !sent)
        return failure(sent.error());
    // So that who looks at the measures finds them counted. What fails or is stopped here is counted later.
    static_cast<void>(store::MeasureRepository(database).catchUp(cancel));
    if (copies == Copies::Yes)
        if (auto copied = makeCopies(workspace, database, processed, cancel); !copied)
            return failure(copied.error());
    return processed;
}

Result<void> processSale(const store::Workspace& workspace, store::Database& database, const SaleKey& key,
                         const Cancellation& cancel)
{
    const auto book = loadBook(database, key.storeId);
    if (!book)
        return failure(book.error());
    const auto models = loadModelsInUse(workspace, database);
    if (!models)
        return failure(models.error());
    const auto decision = process(workspace, database, key, *book, *models, cancel);
    if (!decision)
        return failure(decision.error());
    if (auto sent = sendReceipts(workspace, database); !sent)
        return failure(sent.error());
    if (!decision->flags.empty())
        if (auto copied = prepareSale(workspace, database, key, Again::No, cancel); !copied)
            return failure(copied.error());
    return {};
}

} // namespace cartwright::pipeline
