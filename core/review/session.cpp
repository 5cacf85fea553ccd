#include "core/review/session.h"

#include <algorithm>

namespace cartwright::review {
namespace {

constexpr int maxQuantity = 999;

/// The product that the machine would book for an event: its first candidate.
Gtin likeliestProduct(const Event& event)
{
    return event.candidates.empty() ? Gtin{} : event.candidates.front().gtin;
}

double doubtOf(const Event& event)
{
    const double product = event.candidates.empty() ? 0 : event.candidates.front().probability;
    const double actor = std::max(event.actorProbability, 1 - event.actorProbability);
    if (event.actorProbability < 0.3)
        return 1 - actor;
    const double weakest = std::min({event.kind == EventKind::None ? 1 : product, event.kindProbability, actor});
    return std::clamp(1 - weakest, 0.0, 1.0);
}

DecidedEvent asPredicted(const Event& event)
{
    return {event, event.kind, likeliestProduct(event), event.quantity, false, doubtOf(event)};
}

/// What an event adds to the cart: pieces of its product, negative for a return.
int contributionOf(const DecidedEvent& decided)
{
    // What is most probably somebody else's counts when a reviewer has touched it.
    if (decided.product.isEmpty() || (!decided.touched && decided.event.actorProbability < 0.5))
        return 0;
    if (decided.action == EventKind::Take)
        return decided.quantity;
    return decided.action == EventKind::Return ? -decided.quantity : 0;
}

SessionLine& lineOf(std::vector<SessionLine>& lines, const Gtin& gtin)
{
    const auto it = std::find_if(lines.begin(), lines.end(), [&](const auto& line) { return line.gtin == gtin; });
    if (it != lines.end())
        return *it;
    lines.push_back({gtin, 0, 1, {}, false, true, {}});
    return lines.back();
}

void addEventTo(SessionLine& line, const QString& eventId)
{
    if (std::find(line.eventIds.begin(), line.eventIds.end(), eventId) == line.eventIds.end())
        line.eventIds.push_back(eventId);
}

tl::unexpected<Error> refused(const QString& sentence)
{
    return failure(ErrorKind::Refused, sentence);
}

bool isAboutEvent(EditKind kind)
{
    return kind == EditKind::ChooseProduct || kind == EditKind::ChooseAction || kind == EditKind::SetQuantity;
}

Result<void> checkLine(const Edit& edit, const SessionState& state)
{
    if (edit.gtin.isEmpty())
        return refused(QStringLiteral("A cart line needs a product."));
    if (edit.quantity == 0 || std::abs(edit.quantity) > maxQuantity)
        return refused(QStringLiteral("A cart line is changed by 1 to %1 pieces.").arg(maxQuantity));
    if (edit.kind == EditKind::AdjustLine)
        return {};
    if (edit.otherSale.isEmpty())
        return refused(QStringLiteral("An item is moved to another sale; name it."));
    const CartLine* line = state.cart.find(edit.gtin);
    if (edit.quantity < 0 || !line || line->quantity < edit.quantity)
        return refused(QStringLiteral("The cart has not that many pieces to move to sale %1.").arg(edit.otherSale));
    return {};
}

Result<void> checkBox(const Edit& edit)
{
    if (!edit.evidence || edit.evidence->cameraId.isEmpty())
        return refused(QStringLiteral("A box needs a camera, a frame and a size of at least one pixel."));
    if (edit.kind == EditKind::DrawBox && (!edit.box || !(edit.box->width >= 1) || !(edit.box->height >= 1)))
        return refused(QStringLiteral("A box needs a camera, a frame and a size of at least one pixel."));
    return {};
}

/// A box replaces what its track had on that frame; no box takes it away.
void applyBox(SessionState& state, Edit edit)
{
    if (edit.track.isEmpty())
        edit.track = edit.eventId;
    const auto there = [&](const Edit& other) { return other.track == edit.track && other.evidence == edit.evidence; };
    std::erase_if(state.boxes, there);
    std::erase_if(state.noBoxes, there);
    (edit.kind == EditKind::DrawBox ? state.boxes : state.noBoxes).push_back(std::move(edit));
}

/// What an edit of a line makes of it.
void applyLine(SessionState& state, const Edit& edit)
{
    auto& line = lineOf(state.lines, edit.gtin);
    line.quantity += edit.kind == EditKind::MoveLine ? -edit.quantity : edit.quantity;
    line.hasEvidence = edit.evidence.has_value();
    line.evidence = edit.evidence;
    if (edit.kind == EditKind::MoveLine)
        state.moved.push_back(edit);
}

/// A reviewer's choice about an event: what it counted before leaves the cart, what it counts now comes in.
void applyChoice(SessionState& state, const Edit& edit)
{
    const auto decided = std::find_if(state.events.begin(), state.events.end(),
                                      [&](const auto& e) { return e.event.eventId == edit.eventId; });
    const auto count = [&](int sign) {
        if (decided->product.isEmpty())
            return;
        auto& line = lineOf(state.lines, decided->product);
        line.quantity += sign * contributionOf(*decided);
        addEventTo(line, edit.eventId);
        if (edit.evidence)
            line.evidence = edit.evidence;
    };
    count(-1);
    if (edit.kind == EditKind::ChooseProduct)
        decided->product = edit.gtin;
    else if (edit.kind == EditKind::ChooseAction)
        decided->action = edit.action;
    else
        decided->quantity = edit.quantity;
    decided->touched = true;
    count(1);
}

/// Returns of a product that the predicted cart had no line for: it could not go below nothing, so such an event took nothing out,
/// and to change it must not bring anything in. A number below zero, or 0.
int overdrawn(const std::vector<Event>& events, const Cart& predicted, const Gtin& gtin)
{
    if (predicted.find(gtin))
        return 0;
    int sum = 0;
    for (const Event& event : events)
        if (const DecidedEvent decided = asPredicted(event); decided.product == gtin)
            sum += contributionOf(decided);
    return std::min(sum, 0);
}

/// What edits of the line itself add to it.
int adjustmentOf(const std::vector<Edit>& edits, const Gtin& gtin)
{
    int sum = 0;
    for (const Edit& edit : edits)
        if (edit.gtin == gtin && (edit.kind == EditKind::AdjustLine || edit.kind == EditKind::MoveLine))
            sum += edit.kind == EditKind::MoveLine ? -edit.quantity : edit.quantity;
    return sum;
}

} // namespace

Session::Session(std::vector<Event> events, Cart predicted) : m_predicted(std::move(predicted))
{
    std::copy_if(events.begin(), events.end(), std::back_inserter(m_events),
                 [](const Event& event) { return event.isInteraction(); });
    recompute();
}

Result<void> Session::apply(const Edit& edit)
{
    if (isAboutEvent(edit.kind)
        && std::none_of(m_events.begin(), m_events.end(), [&](const auto& e) { return e.eventId == edit.eventId; }))
        return refused(QStringLiteral("This sale has no event \"%1\".").arg(edit.eventId));
    if (edit.kind == EditKind::ChooseAction && edit.action != EventKind::Take && edit.action != EventKind::Return
        && edit.action != EventKind::None)
        return refused(QStringLiteral("An event can be made a take, a return or none."));
    if (edit.kind == EditKind::SetQuantity && (edit.quantity < 1 || edit.quantity > maxQuantity))
        return refused(QStringLiteral("A quantity must be 1 to %1.").arg(maxQuantity));
    if (edit.kind == EditKind::AdjustLine || edit.kind == EditKind::MoveLine)
        if (auto checked = checkLine(edit, m_state); !checked)
            return checked;
    if (edit.kind == EditKind::DrawBox || edit.kind == EditKind::RemoveBox)
        if (auto checked = checkBox(edit); !checked)
            return checked;
    m_edits.push_back(edit);
    m_undone.clear();
    recompute();
    return {};
}

void Session::undo()
{
    if (!canUndo())
        return;
    m_undone.push_back(m_edits.back());
    m_edits.pop_back();
    recompute();
}

void Session::redo()
{
    if (!canRedo())
        return;
    m_edits.push_back(m_undone.back());
    m_undone.pop_back();
    recompute();
}

int Session::restore(const std::vector<Edit>& edits)
{
    int leftOut = 0;
    for (const auto& edit : edits)
        if (!apply(edit))
            ++leftOut;
    return leftOut;
}

std::optional<std::size_t> Session::mostDoubtful() const
{
    const auto& events = m_state.events;
    const auto it = std::max_element(events.begin(), events.end(),
                                     [](const auto& a, const auto& b) { return a.doubt < b.doubt; });
    if (it == events.end())
        return std::nullopt;
    return static_cast<std::size_t>(it - events.begin());
}

void Session::recompute()
{
    SessionState state;
    for (const auto& event : m_events)
        state.events.push_back(asPredicted(event));
    for (const auto& line : m_predicted.lines)
        state.lines.push_back({line.gtin, line.quantity, line.confidence, line.eventIds, false, true, {}});

    for (const auto& edit : m_edits) {
        if (edit.kind == EditKind::DrawBox || edit.kind == EditKind::RemoveBox)
            applyBox(state, edit);
        else if (isAboutEvent(edit.kind))
            applyChoice(state, edit);
        else
            applyLine(state, edit);
    }

    for (auto& line : state.lines) {
        if (const int base = overdrawn(m_events, m_predicted, line.gtin); base < 0) {
            const int adjusted = adjustmentOf(m_edits, line.gtin);
            line.quantity = std::max(line.quantity - adjusted + base, 0) + adjusted;
        }
        line.quantity = std::max(line.quantity, 0);
        const CartLine* before = m_predicted.find(line.gtin);
        line.changed = line.quantity != (before ? before->quantity : 0);
        if (!line.changed)
            line.hasEvidence = true;
        if (line.quantity > 0)
            state.cart.lines.push_back({line.gtin, line.quantity, line.confidence, line.eventIds});
    }
    std::erase_if(state.lines,
                  [&](const auto& line) { return line.quantity == 0 && !m_predicted.find(line.gtin); });
    state.corrected = !state.cart.sameContents(m_predicted);
    m_state = std::move(state);
}

std::vector<Edit> editsTowards(const Session& session, const Cart& target, const std::optional<Evidence>& evidence,
                               const QString& reason)
{
    std::vector<Edit> edits;
    const auto adjust = [&](const Gtin& gtin, int by) {
        if (by != 0)
            edits.push_back({EditKind::AdjustLine, {}, gtin, EventKind::None, by, evidence, {}, reason});
    };
    const Cart& now = session.state().cart;
    for (const auto& line : now.lines) {
        const CartLine* wanted = target.find(line.gtin);
        adjust(line.gtin, (wanted ? wanted->quantity : 0) - line.quantity);
    }
    for (const auto& line : target.lines)
        if (!now.find(line.gtin))
            adjust(line.gtin, line.quantity);
    return edits;
}

} // namespace cartwright::review
