#pragma once

#include "core/review/box_tracks.h"
#include "core/review/session.h"
#include "core/store/queue_repository.h"
#include "core/store/sale_repository.h"
#include "core/store/workspace.h"

#include <map>

namespace cartwright::review {

/// Who sits at the desk.
struct Reviewer
{
    QString name;
    QString role = QStringLiteral("reviewer");
};

/// All that a window or the command line needs to show a sale for review.
struct ReviewCase
{
    store::Lease lease;
    Sale sale;
    Store store;
    store::Prediction prediction;
    std::vector<Flag> flags;
    std::map<Gtin, Product> products;      ///< of the store
    std::vector<Receipt> receipts;         ///< versions so far
    std::vector<Verdict> verdicts;         ///< so far
    UtcMicroseconds dueAt = 0;
    UtcMicroseconds openedAt = 0;
    bool blind = false;                    ///< audit sample: show no prediction
    std::vector<Edit> draft;               ///< edits of an interrupted review of the same owner and revision
    store::MediaPlaces media;              ///< where the clips are
    std::vector<MovedItem> incoming;       ///< items that other reviewers moved here; they are in the draft of a review that begins
};

/// Labels that fall out of the decision by themselves: for every interaction that stands as take or return, boxes at three
/// moments when the product is in the picture (0.3 s before a take, its beginning and middle; a return's middle, end and 0.3 s
/// after), on the camera that saw it, except where boxes of the event's own track say what is on that frame. An untouched
/// event whose product's line was adjusted by hand is labelled Machine, because no person has stood for it.
std::vector<Label> decisionLabels(const ReviewCase& reviewCase, const Session& session);
/// All labels of a review: those and the boxes that a person drew or accepted, with what lies between the keyframes of a
/// track (box_tracks.h). Each names its clip by hash, its time, its reviewer and how it came about.
std::vector<Label> labelsOf(const ReviewCase& reviewCase, const Session& session, const FrameTimes& frames = {});

/// What the session moves to other sales, with the moments that show it on the store's clock.
std::vector<MovedItem> movedItemsOf(const ReviewCase& reviewCase, const Session& session);
/// Edits that take in what was moved here, each with the frame that shows it where a clip of this sale covers the moment.
std::vector<Edit> incomingEdits(const ReviewCase& reviewCase);

/// Pull-next, drafts and verdicts for one reviewer. Belongs to the database's thread.
class Desk
{
public:
    Desk(store::Workspace workspace, store::Database& database, Reviewer reviewer,
         Microseconds leaseLength = 10 * 60 * microsecondsPerSecond);

    Microseconds leaseLength() const { return m_leaseLength; }

    /// The next sale by deadline; nothing where none waits.
    Result<std::optional<ReviewCase>> claimNext();
    /// One sale, also one that closed without review: its verdict then amends the receipt.
    Result<ReviewCase> claim(const SaleKey& key);
    /// Reads a sale for showing, without a lease.
    Result<ReviewCase> look(const SaleKey& key);
    Result<store::Lease> heartbeat(const store::Lease& lease);
    Result<void> release(const store::Lease& lease);

    /// On disk when it returns. A draft belongs to sale, revision and reviewer.
    Result<void> saveDraft(const ReviewCase& reviewCase, const std::vector<Edit>& edits);

    /// Whether a draft of this reviewer lies on disk for the sale's newest revision.
    bool hasDraft(const SaleKey& key);

    struct SubmitOptions
    {
        QString reasonWithoutEvidence; ///< needed where a changed line has no evidence (else Refused)
        QString note;
        bool unresolvable = false;     ///< nobody can tell from the clips; the predicted cart stands
        Microseconds waitedFor = 0;    ///< how long the case was claimed before the reviewer saw it
        FrameTimes frames = {};        ///< so that interpolated boxes are those of frames
    };
    /// Confirmed or corrected follows from the session. Writes verdict, labels and receipt in one transaction and removes
    /// the draft; pipeline/outbox sends the receipt. Locked where the lease was lost: the draft is kept as a second opinion.
    Result<store::Submitted> submit(const ReviewCase& reviewCase, const Session& session, const SubmitOptions& options);
    Result<void> skip(const ReviewCase& reviewCase, const QString& reason);
    Result<void> escalate(const ReviewCase& reviewCase, const Session& session, const QString& reason,
                          Microseconds waitedFor = 0);

private:
    Result<ReviewCase> open(const SaleKey& key, const store::Lease& lease);

    store::Workspace m_workspace;
    store::Database& m_database;
    Reviewer m_reviewer;
    Microseconds m_leaseLength;
};

} // namespace cartwright::review
