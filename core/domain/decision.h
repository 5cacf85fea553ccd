#pragma once

#include "core/domain/sale.h"

namespace cartwright {

/// The rule that sent a sale to a person, with the value it saw and the limit it was held against.
enum class FlagRule : std::uint8_t {
    UncertainProduct,
    UncertainAction,
    UncertainShopper,
    EvidenceIncomplete,
    SensorsDisagree,
    CartValue,
    NoPrediction,
    AuditSample, ///< chosen at random; not a doubt
};

struct Flag
{
    FlagRule rule = FlagRule::NoPrediction;
    double value = 0;
    double limit = 0;
    QString eventId; ///< the event it is about, or empty
    bool operator==(const Flag&) const = default;
};

/// Where on the evidence an edit was made.
struct Evidence
{
    QString cameraId;
    Microseconds clipTimestamp = 0; ///< the shown frame's stream timestamp
    bool operator==(const Evidence&) const = default;
};

enum class EditKind : std::uint8_t {
    ChooseProduct, ///< this event was about `gtin`
    ChooseAction,  ///< this event was `action` (Take, Return, None)
    SetQuantity,   ///< this event was about `quantity` pieces
    AdjustLine,    ///< the cart has `quantity` more (or fewer, below zero) of `gtin`, beside what events say
    DrawBox,       ///< a label box for `eventId` on the evidence's frame; replaces the one that `track` has there
    RemoveBox,     ///< `track` has no box on the evidence's frame, neither drawn nor from the decision
    MoveLine,      ///< `quantity` pieces of `gtin` belong to `otherSale`, a sale of the same store, and leave this cart
};

/// How a label's box came about.
enum class LabelOrigin : std::uint8_t {
    Decision,     ///< fell out of a decision about an event
    Drawn,        ///< by hand, corner by corner or adjusted
    FourPoints,   ///< from four extreme points set by hand
    Tracked,      ///< carried on by the tracker and accepted
    Interpolated, ///< between two boxes of its track
};

/// One step of a reviewer. A session is its list of edits; undo takes the last away.
struct Edit
{
    EditKind kind = EditKind::AdjustLine;
    QString eventId;
    Gtin gtin;
    EventKind action = EventKind::None;
    int quantity = 0;
    std::optional<Evidence> evidence;
    std::optional<Box> box;
    QString reason; ///< why, where there is no evidence
    QString track = QString();               ///< of a box: the object it shows, on all frames and cameras; empty: `eventId`
    LabelOrigin origin = LabelOrigin::Drawn; ///< of a box
    QString otherSale = QString();           ///< of MoveLine
    bool operator==(const Edit&) const = default;
};

/// Pieces that the reviewer of one sale found to belong to another sale of the same store and time.
struct MovedItem
{
    SaleKey from;
    SaleKey to;
    Gtin gtin;
    int quantity = 1;
    QString cameraId;            ///< that shows it; empty where none does
    UtcMicroseconds seenAt = 0;  ///< when it shows it
    bool operator==(const MovedItem&) const = default;
};

enum class VerdictOutcome : std::uint8_t { Confirmed, Corrected, Unresolvable, Escalated };

/// The outcome of one review. Verdicts of a sale are numbered from 1; none is ever changed.
struct Verdict
{
    SaleKey key;
    int number = 1;
    VerdictOutcome outcome = VerdictOutcome::Confirmed;
    QString reviewer;
    UtcMicroseconds openedAt = 0;
    UtcMicroseconds decidedAt = 0;
    int saleRevision = 1; ///< the revision that the reviewer saw
    Cart cart;            ///< the reviewed cart
    std::vector<Edit> edits;
    QString note;
    bool operator==(const Verdict&) const = default;
};

enum class LabelSource : std::uint8_t { Machine, Confirmed, Corrected, Drawn };

/// A box on a frame with a product and an action, and where it came from.
struct Label
{
    QString labelId;
    SaleKey key;
    QString eventId;
    QString cameraId;
    QString clipSha256;
    QString clipFile;            ///< relative to the workspace's media folder
    Microseconds clipTimestamp = 0;
    Box box;
    Gtin gtin;
    EventKind action = EventKind::None;
    LabelSource source = LabelSource::Machine;
    QString reviewer;
    int verdictNumber = 0;
    QString modelVersion;        ///< of the prediction that was reviewed
    LabelOrigin origin = LabelOrigin::Decision;
    QString trackId = QString(); ///< boxes of a sale with the same one show the same object, on any frame and camera
    bool operator==(const Label&) const = default;
};

struct ReceiptLine
{
    Gtin gtin;
    QString name;
    int quantity = 1;
    MinorUnits unitPrice = 0;
    MinorUnits total = 0;        ///< what the shopper pays for the line, tax included
    QString taxClassId;
    std::int64_t ratePartsPerMillion = 0;
    MinorUnits tax = 0;          ///< the part of `total` that is tax
    bool operator==(const ReceiptLine&) const = default;
};

/// One version of a sale's receipt; versions are numbered from 1 and none is ever changed.
struct Receipt
{
    SaleKey key;
    int version = 1;
    UtcMicroseconds issuedAt = 0;
    QString currency;
    std::vector<ReceiptLine> lines;
    MinorUnits total = 0;
    MinorUnits tax = 0;
    QString reason;              ///< "predicted", "confirmed", "corrected"
    QString issuedBy;            ///< a role, never a name: "pipeline", "reviewer"
    bool operator==(const Receipt&) const = default;

    /// `store_id/sale_id/vN`, printed on the receipt.
    QString number() const;
};

} // namespace cartwright
