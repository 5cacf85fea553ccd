#pragma once

#include "core/billing/pricing.h"
#include "core/domain/decision.h"

namespace cartwright::review {

/// An event as the reviewer sees it now: the machine's answer with the reviewer's choices laid over it.
struct DecidedEvent
{
    Event event;              ///< as predicted
    EventKind action = EventKind::None;
    Gtin product;             ///< empty: none
    int quantity = 1;
    bool touched = false;     ///< a reviewer's edit speaks of it
    double doubt = 0;         ///< 0 to 1: one less the least of product, action and actor probability
};

/// A line of the reviewed cart.
struct SessionLine
{
    Gtin gtin;
    int quantity = 0;
    double confidence = 1;
    std::vector<QString> eventIds;
    bool changed = false;     ///< differs from the predicted cart
    bool hasEvidence = true;  ///< an event or an edit with camera and frame stands behind the change
    std::optional<Evidence> evidence; ///< of the last edit that spoke of it
};

/// Everything about a review that follows from the prediction and the list of edits.
struct SessionState
{
    std::vector<DecidedEvent> events; ///< interactions, in order of time
    std::vector<SessionLine> lines;   ///< also those taken down to 0, so that the window can show them struck out
    Cart cart;                        ///< lines above 0
    std::vector<Edit> boxes;          ///< label boxes that stand: of a track, camera and frame the last one
    std::vector<Edit> noBoxes;        ///< frames on which a track has no box, whatever the decision would give it
    std::vector<Edit> moved;          ///< lines moved to other sales
    bool corrected = false;           ///< the cart differs from the predicted one
};

/// The edits of one review with unlimited undo and redo. Plain value without threads, disk or database.
///
/// The cart is the predicted cart, plus what changing events adds or removes, plus line adjustments: an event counts
/// +quantity of its product for Take, -quantity for Return, nothing for None; a line never goes below 0.
class Session
{
public:
    /// `events` and `predicted` are the prediction's; only interactions and scans matter here.
    Session(std::vector<Event> events, Cart predicted);

    const SessionState& state() const { return m_state; }
    const std::vector<Edit>& edits() const { return m_edits; } ///< those that stand, without the undone
    const Cart& predictedCart() const { return m_predicted; }

    /// Refused where the edit makes no sense: unknown event, quantity below 1 or above 999, a product that is no GTIN,
    /// a box without size, more pieces moved away than the line has. Clears what could be redone.
    Result<void> apply(const Edit& edit);
    bool canUndo() const { return !m_edits.empty(); }
    bool canRedo() const { return !m_undone.empty(); }
    void undo();
    void redo();
    /// Takes over a draft's edits; those that no longer apply are left out and counted.
    int restore(const std::vector<Edit>& edits);

    /// The most doubtful interaction, if any: where a review starts.
    std::optional<std::size_t> mostDoubtful() const;

private:
    void recompute();

    std::vector<Event> m_events;
    Cart m_predicted;
    std::vector<Edit> m_edits;
    std::vector<Edit> m_undone;
    SessionState m_state;
};

/// Edits that turn the session's present cart into `target`, each with this evidence or reason.
std::vector<Edit> editsTowards(const Session& session, const Cart& target, const std::optional<Evidence>& evidence,
                               const QString& reason);

} // namespace cartwright::review
