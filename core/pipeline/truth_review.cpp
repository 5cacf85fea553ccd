#include "core/pipeline/truth_review.h"

#include <algorithm>
#include <set>

namespace cartwright::pipeline {
namespace {

constexpr Microseconds slack = 500'000;

QString reason() { return QStringLiteral("as it happened"); }

/// The true event of this bin that overlaps it and that no other has taken, one of the same kind before others.
std::optional<std::size_t> matching(const Event& event, UtcMicroseconds enteredAt, const TruthSale& truth, const std::set<std::size_t>& used)
{
    std::optional<std::size_t> best;
    for (std::size_t i = 0; i < truth.events.size(); ++i) {
        const TruthEvent& one = truth.events[i];
        const bool together = one.from - slack <= event.until - enteredAt && event.at - enteredAt <= one.until + slack;
        if (used.contains(i) || one.binId != event.binId || !together)
            continue;
        if (!best || (truth.events[*best].kind != event.kind && one.kind == event.kind))
            best = i;
    }
    return best;
}

Result<void> choose(review::Session& session, EditKind kind, const QString& eventId, const TruthEvent& truth)
{
    Edit edit;
    edit.kind = kind;
    edit.eventId = eventId;
    edit.gtin = kind == EditKind::ChooseProduct ? truth.gtin : Gtin();
    edit.action = truth.kind;
    edit.quantity = truth.quantity;
    edit.reason = reason();
    return session.apply(edit);
}

Result<void> correctEvent(review::Session& session, const review::DecidedEvent& decided, const TruthEvent& truth)
{
    const QString& id = decided.event.eventId;
    if (decided.action != truth.kind)
        if (auto chosen = choose(session, EditKind::ChooseAction, id, truth); !chosen)
            return chosen;
    if (truth.kind == EventKind::None)
        return {};
    if (!truth.gtin.isEmpty() && decided.product != truth.gtin)
        if (auto chosen = choose(session, EditKind::ChooseProduct, id, truth); !chosen)
            return chosen;
    if (decided.quantity != truth.quantity)
        return choose(session, EditKind::SetQuantity, id, truth);
    return {};
}

Result<void> correctEvents(review::Session& session, UtcMicroseconds enteredAt, const TruthSale& truth)
{
    std::set<std::size_t> used;
    const std::vector<review::DecidedEvent> decided = session.state().events;
    for (const auto& one : decided) {
        const auto match = matching(one.event, enteredAt, truth, used);
        if (match)
            used.insert(*match);
        const TruthEvent nothing{EventKind::None, one.event.binId, 0, 0, Gtin(), 1};
        if (auto corrected = correctEvent(session, one, match ? truth.events[*match] : nothing); !corrected)
            return corrected;
    }
    return {};
}

/// One piece too few or too many.
Cart withMistake(Cart cart, const std::map<Gtin, Product>& products, std::mt19937& random)
{
    if (cart.lines.empty()) {
        if (!products.empty())
            cart.lines.push_back({products.begin()->first, 1, 1, {}});
        return cart;
    }
    CartLine& line = cart.lines[random() % cart.lines.size()];
    if (random() % 2 == 0 || line.quantity == 1)
        ++line.quantity;
    else
        --line.quantity;
    return cart;
}

Result<void> reviewOne(review::Desk& desk, const review::ReviewCase& waiting, const TruthSale& truth, bool mistaken, std::mt19937& random)
{
    review::Session session(waiting.prediction.events, waiting.prediction.cart);
    Cart target = truth.cart;
    if (mistaken)
        target = withMistake(std::move(target), waiting.products, random);
    else if (auto corrected = correctEvents(session, waiting.sale.enteredAt, truth); !corrected)
        return corrected;
    for (const Edit& edit : review::editsTowards(session, target, std::nullopt, reason()))
        if (auto applied = session.apply(edit); !applied)
            return applied;
    review::Desk::SubmitOptions options;
    options.reasonWithoutEvidence = reason();
    auto submitted = desk.submit(waiting, session, options);
    if (!submitted)
        return failure(submitted.error());
    return {};
}

} // namespace

Result<TruthReviews> reviewByTruth(review::Desk& desk, const std::map<SaleKey, TruthSale>& truth, double errorShare, std::mt19937& random,
                                   const Cancellation& cancel)
{
    TruthReviews reviews;
    for (;;) {
        if (cancel.isCancelled())
            return failure(ErrorKind::Cancelled, QStringLiteral("The reviews were stopped."));
        const auto waiting = desk.claimNext();
        if (!waiting)
            return failure(waiting.error());
        if (!*waiting)
            return reviews;
        const auto known = truth.find((*waiting)->sale.key);
        if (known == truth.end())
            return failure(ErrorKind::NotFound, QStringLiteral("Nobody knows what happened in sale %1.").arg((*waiting)->sale.key.saleId));
        const bool mistaken = std::uniform_real_distribution<double>(0, 1)(random) < errorShare;
        if (auto done = reviewOne(desk, **waiting, known->second, mistaken, random); !done)
            return failure(done.error());
        ++reviews.reviewed;
        reviews.errors += mistaken ? 1 : 0;
        reviews.audits += std::all_of((*waiting)->flags.begin(), (*waiting)->flags.end(),
                                      [](const Flag& flag) { return flag.rule == FlagRule::AuditSample; })
                              ? 1
                              : 0;
    }
}

} // namespace cartwright::pipeline
