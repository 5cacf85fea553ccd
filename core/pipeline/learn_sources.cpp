#include "core/pipeline/learn_sources.h"

#include "core/review/session.h"
#include "core/store/facts_repository.h"
#include "core/store/queue_repository.h"
#include "core/store/sale_repository.h"
#include "core/store/store_repository.h"

namespace cartwright::pipeline {
namespace {

/// The predicted events as the reviewer's edits left them.
std::map<QString, Event> decidedEvents(const store::Prediction& prediction, const Verdict& verdict)
{
    review::Session session(prediction.events, prediction.cart);
    session.restore(verdict.edits);
    std::map<QString, Event> decided;
    for (const auto& one : session.state().events) {
        Event event = one.event;
        event.kind = one.action;
        event.quantity = one.quantity;
        event.candidates = {{one.product, 1}};
        decided.emplace(event.eventId, std::move(event));
    }
    return decided;
}

class Learner
{
public:
    explicit Learner(store::Database& database) : m_sales(database), m_queue(database), m_stores(database) {}

    Result<void> add(const SaleKey& key, SourcesLearnt& learnt)
    {
        const auto prediction = m_sales.prediction(key);
        const auto verdicts = m_queue.verdicts(key);
        for (const Error* error : {prediction ? nullptr : &prediction.error(), verdicts ? nullptr : &verdicts.error()})
            if (error)
                return failure(*error);
        if (!*prediction || verdicts->empty())
            return {};
        if (!m_books.contains(key.storeId)) {
            auto store = m_stores.load(key.storeId);
            auto products = m_stores.products(key.storeId);
            if (!store || !products)
                return failure(store ? products.error() : store.error());
            m_books.emplace(key.storeId, std::pair(std::move(*store), std::move(*products)));
        }
        const auto& [store, products] = m_books.at(key.storeId);
        const Verdict& last = verdicts->back();
        const auto facts = factsOf({(*prediction)->events, decidedEvents(**prediction, last), last.cart}, store, products);
        m_facts.insert(m_facts.end(), facts.begin(), facts.end());
        ++learnt.sales;
        return {};
    }
    const std::vector<ReviewedFact>& facts() const { return m_facts; }

private:
    store::SaleRepository m_sales;
    store::QueueRepository m_queue;
    store::StoreRepository m_stores;
    std::map<QString, std::pair<Store, std::map<Gtin, Product>>> m_books;
    std::vector<ReviewedFact> m_facts;
};

} // namespace

Result<SourcesLearnt> learnSources(const store::Workspace& workspace, store::Database& database, const Cancellation& cancel)
{
    const auto reviewed = store::FactsRepository(database).sales({}, {});
    if (!reviewed)
        return failure(reviewed.error());
    SourcesLearnt learnt;
    Learner learner(database);
    for (const auto& sale : *reviewed) {
        if (cancel.isCancelled())
            return failure(ErrorKind::Cancelled, QStringLiteral("Learning from reviews was stopped; nothing was changed."));
        if (sale.outcome != VerdictOutcome::Confirmed && sale.outcome != VerdictOutcome::Corrected)
            continue;
        if (auto added = learner.add(sale.key, learnt); !added)
            return failure(added.error());
    }
    learnt.facts = static_cast<int>(learner.facts().size());
    learnt.reliability = learnReliability(learner.facts());
    auto settings = workspace.settings();
    if (!settings)
        return failure(settings.error());
    settings->insert(QStringLiteral("source_reliability"), toJson(learnt.reliability));
    if (auto saved = workspace.saveSettings(*settings); !saved)
        return failure(saved.error());
    return learnt;
}

} // namespace cartwright::pipeline
