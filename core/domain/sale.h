#pragma once

#include "core/base/time.h"
#include "core/domain/store.h"

namespace cartwright {

/// Names a sale; a revision of its feed is named by this and a number.
struct SaleKey
{
    QString storeId;
    QString saleId;
    auto operator<=>(const SaleKey& other) const
    {
        const int byStore = storeId.compare(other.storeId);
        return byStore != 0 ? byStore <=> 0 : saleId.compare(other.saleId) <=> 0;
    }
    bool operator==(const SaleKey&) const = default;
};

/// One camera's video of a sale. The moment of a frame is
/// `startsAt + clockOffset + (frame timestamp - first frame's timestamp)`.
struct Clip
{
    QString cameraId;
    QString file;   ///< path relative to the workspace's media folder (in a bundle: to the bundle)
    UtcMicroseconds startsAt = 0;
    Microseconds clockOffset = 0;
    QString sha256; ///< lower-case hex of the file
    bool operator==(const Clip&) const = default;
};

/// A product that an event may be about. An empty GTIN stands for "none of these".
struct Candidate
{
    Gtin gtin;
    double probability = 0;
    bool operator==(const Candidate&) const = default;
};

/// `None` is an interaction whose outcome is that nothing was taken or returned.
enum class EventKind : std::uint8_t { Take, Return, None, Weight, Scan, Entry, Exit };
enum class EventSource : std::uint8_t { Feed, Analysis, Reviewer };

/// A dated fact of a sale. Which members mean something depends on the kind:
/// interactions (Take, Return, None) have camera, bin, quantity and candidates; Weight has plate and delta;
/// Scan has a product and perhaps a weight; Entry may have a camera and the box in which it saw a shopper of the group come
/// to the shelf.
struct Event
{
    QString eventId; ///< unique in the sale, stable over revisions of the same source
    EventKind kind = EventKind::None;
    EventSource source = EventSource::Feed;
    UtcMicroseconds at = 0;
    UtcMicroseconds until = 0; ///< equal to `at` for facts without a length
    QString cameraId;
    QString binId;
    std::optional<Box> box;    ///< the hand or product, where the source knows it
    int quantity = 1;
    std::vector<Candidate> candidates; ///< most probable first
    double kindProbability = 1;        ///< that take, return or none is right
    double actorProbability = 1;       ///< that it was this shopper
    QString plateId;
    std::optional<Grams> deltaGrams;
    Gtin gtin;                         ///< of a scan
    std::optional<Grams> weightGrams;  ///< of a scan
    bool operator==(const Event&) const = default;

    bool isInteraction() const
    {
        return kind == EventKind::Take || kind == EventKind::Return || kind == EventKind::None;
    }
};

/// A sampled sensor trace beside the clips.
struct Series
{
    QString plateId;
    UtcMicroseconds startsAt = 0;
    double rateHz = 0;
    QString file; ///< relative like Clip::file
    bool operator==(const Series&) const = default;
};

/// A line of a cart.
struct CartLine
{
    Gtin gtin;
    int quantity = 1;
    double confidence = 1; ///< that product and quantity are right
    std::vector<QString> eventIds; ///< the events it follows from
    bool operator==(const CartLine&) const = default;
};

/// Lines in the order of their first event; one line per product.
struct Cart
{
    std::vector<CartLine> lines;
    bool operator==(const Cart&) const = default;

    const CartLine* find(const Gtin& gtin) const;
    /// Whether product and quantity of all lines agree, in any order and whatever the confidences.
    bool sameContents(const Cart& other) const;
};

/// A sale as one revision of its feed tells it.
struct Sale
{
    SaleKey key;
    int revision = 1;
    UtcMicroseconds enteredAt = 0;
    UtcMicroseconds exitedAt = 0;
    QString shopperRef;
    int groupSize = 1;
    std::vector<Clip> clips;
    std::vector<Event> events;
    std::vector<Series> series;
    std::optional<Cart> cart; ///< the feed's own predicted cart, where it has one
    QString modelName;
    QString modelVersion;
    bool operator==(const Sale&) const = default;
};

} // namespace cartwright
