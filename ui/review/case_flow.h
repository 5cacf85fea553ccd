#pragma once

#include "ui/review/next_claim.h"
#include "ui/review/verdict_outbox.h"

#include <QTimer>
#include <QUndoStack>

namespace cartwright::ui {

/// One reviewer's way from sale to sale: claim, edit with undo, draft, heartbeat, submit, next. It owns the session and
/// is the only one that changes it. While a sale is open the next one is claimed; a submit shows that at once and the verdict is
/// written meanwhile. No widgets.
class CaseFlow : public QObject
{
    Q_OBJECT

public:
    enum class State : std::uint8_t { Nothing, Opening, Open, Deciding, QueueEmpty, Failed };

    /// `clock` must outlive it.
    CaseFlow(DeskService& desk, const Clock& clock, QObject* parent = nullptr);

    State state() const { return m_state; }
    const OpenedCasePtr& opened() const { return m_opened; }
    const review::Session* session() const { return m_session ? &*m_session : nullptr; }
    bool canEdit() const { return m_state == State::Open && !m_leaseLost && !m_opened->readOnlyBecause; }
    std::optional<std::size_t> currentEvent() const { return m_currentEvent; }
    const review::DecidedEvent* decidedEvent() const;
    /// Whether submitting needs a reason, because a changed line has no evidence.
    bool needsReason() const;

    void openNext();
    /// Goes on with the sale that a crash left behind, else opens the next one.
    void resume();
    void open(const SaleKey& key);
    void openById(const QString& idOrPath);
    /// Saves what is open, and gives it and the next one back.
    void leave();
    /// The next sale, where it is claimed already.
    const OpenedCasePtr& next() const { return m_next.held(); }
    /// Verdicts that the database does not have yet.
    std::size_t unsent() const { return m_outbox.count(); }
    /// Opens the sale whose verdict was refused last, with its draft.
    void goBack();
    bool canGoBack() const { return m_refused.has_value(); }
    /// Whether the next sale can be asked for although nothing can be submitted: none is open, or it cannot be changed.
    bool canGoOn() const;

    void setCurrentEvent(std::optional<std::size_t> event);
    void moveToEvent(int by);
    /// To the next less doubtful one; from the least doubtful to the most again.
    void moveByDoubt();
    /// Applies the edits as one step under one name; nothing of them where one is refused.
    bool apply(const std::vector<Edit>& edits, const QString& name);
    bool canUndo() const { return canEdit() && m_steps.canUndo(); }
    bool canRedo() const { return canEdit() && m_steps.canRedo(); }
    QString undoName() const { return m_steps.undoText(); }
    QString redoName() const { return m_steps.redoText(); }
    void undo();
    void redo();

    void submit(const QString& reasonWithoutEvidence = {});
    void skip(const QString& reason);
    void escalate(const QString& reason);

Q_SIGNALS:
    void stateChanged();
    void caseOpened();          ///< `opened` and `session` are new
    void caseClosed();          ///< they are gone
    void cartChanged();         ///< the session changed
    void currentEventChanged();
    void noticed(const QString& sentence);
    void failed(const cartwright::Error& error);
    void leaseLost(const QString& sentence);
    void nextReady(const cartwright::ui::OpenedCasePtr& opened); ///< claimed, to be made ready
    void nextGone();                                             ///< given back or lost
    /// Something stands in the way that goes by itself, such as a database that is away; empty when it is over.
    void hindered(const QString& sentence);
    void submitDelayed(const QString& sentence);
    void submitRefused(const QString& sentence);

private:
    void connectAnswers();
    void connectDecisions();
    void connectOutbox();
    void connectLease();
    void connectDrafts();
    void startOpening(quint64 request);
    void takeOver(const OpenedCasePtr& opened, Microseconds waitedFor = 0);
    void leaveOpened();
    void forget();
    void restoreDraft();
    void saveDraftNow();
    void afterChange();
    void loseLease(const Error& error);
    void close(State state);
    void setState(State state);
    void decide(quint64 request);

    DeskService& m_desk;
    NextClaim m_next;
    VerdictOutbox m_outbox;
    State m_state = State::Nothing;
    OpenedCasePtr m_opened;
    std::optional<review::Session> m_session;
    std::optional<std::size_t> m_currentEvent;
    QUndoStack m_steps; ///< without a limit; the edits themselves are the session's
    bool m_leaseLost = false;
    Microseconds m_waitedFor = 0; ///< between the claim and the sale's appearing on the screen
    std::optional<SaleKey> m_refused;
    quint64 m_request = 0; ///< of the opening or deciding under way
    QString m_sentence;    ///< to say when the decision under way is done
    QTimer m_draftDelay;
    LeaseKeeper m_lease;
    bool m_draftFailing = false;
};

/// "Oat milk, quantity 2": what an edit did, for the menu.
QString nameOfEdit(const OpenedCase& opened, const Edit& edit);

/// What the machine had made of a sale that was reviewed blind, and whether the reviewer says the same.
QString machinesAnswer(const OpenedCase& opened, const review::Session& session);

/// The event that a review begins with: the most doubtful, in a blind one the first.
std::optional<std::size_t> firstEventOf(const OpenedCase& opened, const review::Session& session);

/// The session that a review begins with; a blind one knows nothing of the machine's answer.
review::Session sessionFor(const review::ReviewCase& reviewCase);

} // namespace cartwright::ui
