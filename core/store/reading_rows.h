#pragma once

#include "core/domain/decision.h"
#include "core/store/work.h"

namespace cartwright::store {

/// What somebody makes of a revision of a sale: number 0 is the feed's own, from 1 on the machine's.
struct Reading
{
    std::int64_t row = 0;
    int revision = 0;
    QString modelName;
    QString modelVersion;
    std::vector<Event> events;
    std::optional<Cart> cart;
};

enum class ReadingBy : std::uint8_t { Feed, Machine };

/// Appends a reading with its events and cart and returns its row; the machine's get the next number.
std::int64_t insertReading(Work& work, std::int64_t saleRow, ReadingBy by, const Reading& reading);
/// The latest reading of this revision, if there is one.
std::optional<Reading> latestReading(Work& work, std::int64_t saleRow, int revision, ReadingBy by);

/// The cart of the latest prediction of this revision, or of the highest revision that has one; nothing where
/// there is no prediction, an empty cart where it has none.
std::optional<Cart> predictedCart(Work& work, std::int64_t saleRow, std::optional<int> revision);

/// Which table of cart lines: those of readings or those of verdicts.
enum class CartOf : std::uint8_t { Reading, Verdict };
void insertCart(Work& work, CartOf of, std::int64_t owner, const Cart& cart);
Cart readCart(Work& work, CartOf of, std::int64_t owner);

/// JSON arrays as column text.
QString arrayText(const QJsonArray& array);
QJsonArray arrayOf(Work& work, const QString& text);

} // namespace cartwright::store
