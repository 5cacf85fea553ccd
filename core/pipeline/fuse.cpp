#include "core/pipeline/fuse.h"

#include "core/pipeline/cart_fusion.h"
#include "core/pipeline/event_hypotheses.h"

#include <algorithm>
#include <cmath>

namespace cartwright::pipeline {
namespace {

constexpr Microseconds weightReach = 2'500'000;
constexpr Grams smallestWeight = 15;
constexpr Microseconds handOverReach = 8'000'000;
constexpr double handedOver = 0.65;
constexpr double sharedActor = 0.6;
constexpr double plateAlone = 0.75;
constexpr double nextInHand = 0.8;

Microseconds distanceBetween(const Event& event, UtcMicroseconds at)
{
    return std::max({event.at - at, at - event.until, Microseconds{0}});
}

class Fuser
{
public:
    Fuser(const Sale& sale, std::vector<Event> interactions, const Store& store, const std::map<Gtin, Product>& products,
          const Circumstances& circumstances)
        : m_sale(sale), m_store(store), m_products(products), m_known(circumstances)
    {
        for (Event& event : interactions)
            m_evidence.push_back({std::move(event), true, {}, nullptr, nullptr, false});
    }

    Fused fuse()
    {
        askPlates();
        for (const Event& event : m_known.elsewhere)
            m_evidence.push_back({event, true, {}, nullptr, nullptr, true});
        std::stable_sort(m_evidence.begin(), m_evidence.end(),
                         [](const Evidence& a, const Evidence& b) { return a.event.at < b.event.at; });
        for (Evidence& evidence : m_evidence)
            evidence.besideBins ? judgeElsewhere(evidence) : judge(evidence);
        for (const HandsMet& met : m_known.met)
            handOver(met);
        m_fused.cart = cartOf(m_fused);
        joinScans(m_fused, m_sale, m_known.reliability);
        joinFeedCart(m_fused, m_sale);
        return std::move(m_fused);
    }

private:
    bool reports(const QString& plateId, UtcMicroseconds from, UtcMicroseconds until) const
    {
        if (plateId.isEmpty())
            return false;
        const auto silent = m_known.silent.find(plateId);
        return silent == m_known.silent.end()
               || std::none_of(silent->second.begin(), silent->second.end(),
                               [&](const auto& span) { return span.first < until && span.second > from; });
    }

    /// Gives each step to the nearest interaction at a bin of its plate.
    void askPlates()
    {
        for (const Event& event : m_sale.events)
            if (event.kind == EventKind::Weight)
                m_plates.push_back(event);
        m_plates.insert(m_plates.end(), m_known.plateSteps.begin(), m_known.plateSteps.end());
        if (m_plates.empty() && m_sale.series.empty())
            return;
        const std::size_t seen = m_evidence.size();
        for (std::size_t i = 0; i < seen; ++i)
            m_evidence[i].plate.reports = reports(plateOf(m_evidence[i].event), m_evidence[i].event.at - weightReach / 4,
                                                  m_evidence[i].event.until + weightReach / 4);
        for (const Event& step : m_plates)
            if (std::abs(step.deltaGrams.value_or(0)) >= smallestWeight)
                giveStep(step, seen);
    }
    QString plateOf(const Event& event) const
    {
        const Bin* bin = m_store.findBin(event.binId);
        return bin ? bin->plateId : QString();
    }
    void giveStep(const Event& step, std::size_t seen)
    {
        Evidence* nearest = nullptr;
        Microseconds nearestDistance = weightReach + 1;
        for (std::size_t i = 0; i < m_evidence.size(); ++i) {
            if (plateOf(m_evidence[i].event) != step.plateId)
                continue;
            const Microseconds distance = distanceBetween(m_evidence[i].event, step.at);
            // Steps that no camera explains are one interaction if they follow each other closely.
            if (distance < nearestDistance && (i < seen || distance < weightReach / 2)) {
                nearest = &m_evidence[i];
                nearestDistance = distance;
            }
        }
        if (!nearest)
            nearest = interactionOf(step);
        if (!nearest)
            return;
        nearest->plate.reports = true;
        nearest->plate.delta += static_cast<double>(*step.deltaGrams);
        ++nearest->plate.steps;
    }
    /// A new interaction, of which only the plate knows; nothing where no bin stands on it.
    Evidence* interactionOf(const Event& step)
    {
        const auto bin = std::find_if(m_store.bins.begin(), m_store.bins.end(),
                                      [&](const Bin& one) { return one.plateId == step.plateId; });
        if (bin == m_store.bins.end()) {
            m_fused.disagreements.push_back({Between::PlatesAlone, {}, 1});
            return nullptr;
        }
        Event event;
        event.eventId = freeEventId(QStringLiteral("p%1").arg(++m_plateEvents), m_sale);
        event.source = EventSource::Analysis;
        event.kind = *step.deltaGrams < 0 ? EventKind::Take : EventKind::Return;
        event.at = event.until = step.at;
        event.binId = bin->binId;
        event.plateId = step.plateId;
        event.candidates = {{bin->gtin, m_known.reliability.planogram}};
        m_evidence.push_back({event, false, {}, nullptr, nullptr, false});
        return &m_evidence.back();
    }

    void judge(Evidence& evidence)
    {
        Event event = evidence.event;
        const bool own = event.actorProbability >= 0.5;
        const auto strange = m_known.shelf.find(event.binId);
        evidence.strange = strange == m_known.shelf.end() ? nullptr : &strange->second;
        evidence.held = own ? &m_held : nullptr;
        settle(event, weighHypotheses(evidence, m_products, m_known.reliability));
        if (!evidence.camerasSpeak)
            event.kindProbability *= plateAlone;
        noteDisagreements(evidence, event, own);
        if (m_known.shared.contains(event.eventId) && event.kind != EventKind::None) {
            event.quantity = std::max(1, event.quantity / 2);
            event.actorProbability = std::min(event.actorProbability, sharedActor);
        }
        if (event.actorProbability >= 0.5)
            hold(event);
        m_fused.events.push_back(std::move(event));
    }

    void noteDisagreements(const Evidence& evidence, const Event& event, bool own)
    {
        const double doubt = 1 - event.kindProbability;
        if (!evidence.camerasSpeak)
            m_fused.disagreements.push_back({Between::PlatesAlone, event.eventId, doubt});
        else if (evidence.plate.reports && saysOtherwise(evidence, event))
            m_fused.disagreements.push_back({Between::CamerasAndPlates, event.eventId, doubt});
        if (own && event.kind == EventKind::Return && m_held[productOf(event)] < event.quantity)
            m_fused.disagreements.push_back({Between::CamerasAndHistory, event.eventId, 1});
    }
    /// Whether cameras and plate by themselves come to different kinds or numbers of pieces.
    bool saysOtherwise(const Evidence& evidence, const Event& event) const
    {
        if (event.kind != evidence.event.kind
            || (event.kind != EventKind::None && event.quantity != evidence.event.quantity))
            return true;
        if (evidence.plate.steps == 0)
            return event.kind != EventKind::None;
        const auto product = m_products.find(productOf(event));
        if (product == m_products.end() || !product->second.unitWeight)
            return false;
        const int pieces = event.kind == EventKind::Take     ? -event.quantity
                           : event.kind == EventKind::Return ? event.quantity
                                                             : 0;
        const double expected = pieces * static_cast<double>(*product->second.unitWeight);
        return std::abs(evidence.plate.delta - expected) > 4 * (3 + 1.5 * event.quantity);
    }

    void judgeElsewhere(const Evidence& evidence)
    {
        Event event = evidence.event;
        if (event.actorProbability < 0.5)
            return;
        event.candidates.clear();
        if (event.kind == EventKind::Return)
            event.candidates = likelyInHand();
        else if (event.kind == EventKind::Take && !m_leftElsewhere.isEmpty())
            event.candidates = {{m_leftElsewhere, 0.9}};
        if (event.candidates.empty())
            return;
        m_leftElsewhere = event.kind == EventKind::Return ? productOf(event) : Gtin{};
        hold(event);
        m_fused.events.push_back(std::move(event));
    }
    /// What the shopper holds, the last thing taken first.
    std::vector<Candidate> likelyInHand() const
    {
        std::vector<Candidate> likely;
        double rest = 1;
        for (auto taken = m_takenOrder.rbegin(); taken != m_takenOrder.rend(); ++taken) {
            const auto held = m_held.find(*taken);
            const bool named = std::any_of(likely.begin(), likely.end(), [&](const auto& c) { return c.gtin == *taken; });
            if (named || held == m_held.end() || held->second <= 0)
                continue;
            likely.push_back({*taken, rest * nextInHand});
            rest *= 1 - nextInHand;
        }
        if (!likely.empty())
            likely.front().probability += rest;
        return likely;
    }

    void hold(const Event& event)
    {
        const Gtin gtin = productOf(event);
        if (gtin.isEmpty() || event.kind == EventKind::None)
            return;
        m_held[gtin] += event.kind == EventKind::Take ? event.quantity : -event.quantity;
        if (event.kind == EventKind::Take)
            m_takenOrder.push_back(gtin);
        m_held[gtin] = std::max(0, m_held[gtin]);
    }

    /// The last thing taken before two hands met may have gone from one to the other.
    void handOver(const HandsMet& met)
    {
        const auto taken = std::find_if(m_fused.events.rbegin(), m_fused.events.rend(), [&](const Event& event) {
            return event.kind == EventKind::Take && event.at < met.until && event.until > met.from - handOverReach;
        });
        if (taken != m_fused.events.rend())
            taken->actorProbability = taken->actorProbability >= 0.5 ? 1 - handedOver : handedOver;
    }

    const Sale& m_sale;
    const Store& m_store;
    const std::map<Gtin, Product>& m_products;
    const Circumstances& m_known;
    std::vector<Evidence> m_evidence;
    std::vector<Event> m_plates;
    int m_plateEvents = 0;
    std::map<Gtin, int> m_held;
    std::vector<Gtin> m_takenOrder;
    Gtin m_leftElsewhere;
    Fused m_fused;
};

} // namespace

Fused fuse(const Sale& sale, std::vector<Event> interactions, const Store& store, const std::map<Gtin, Product>& products,
           const Circumstances& circumstances)
{
    return Fuser(sale, std::move(interactions), store, products, circumstances).fuse();
}

} // namespace cartwright::pipeline
