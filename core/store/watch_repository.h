#pragma once

#include "core/domain/actor.h"
#include "core/domain/sale.h"
#include "core/store/database.h"

namespace cartwright::store {

/// Somebody sees people unmasked in one camera of a sale.
struct Reveal
{
    SaleKey key;
    QString cameraId;
    UtcMicroseconds from = 0;  ///< the part of the sale that is or was on the screen
    UtcMicroseconds until = 0;
    QString reason;
};

/// Who saw what of the people in a sale: entries of the log, of which nothing is ever taken away. Same thread as the database.
class WatchRepository
{
public:
    explicit WatchRepository(Database& database) : m_database(database) {}

    /// "people.revealed", before the first picture is shown. Refused without a reason.
    Result<void> begin(const Reveal& reveal, const Actor& actor);
    /// "people.masked_again", with what was on the screen meanwhile.
    Result<void> end(const Reveal& reveal, const Actor& actor);

private:
    Result<void> note(const QString& action, const Reveal& reveal, const Actor& actor);

    Database& m_database;
};

} // namespace cartwright::store
