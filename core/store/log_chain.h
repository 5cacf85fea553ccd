#pragma once

#include "core/base/time.h"

namespace cartwright::store {

/// A log entry as it is stored, its details byte by byte.
struct StoredLogEntry
{
    std::int64_t number = 0;
    UtcMicroseconds at = 0;
    QString who;
    QString role;
    QString action;
    QString subject;
    QString details;
};

/// What stands before the first seal: 64 zeros.
QString firstSeal();

/// The seal of an entry: the lower-case hex SHA-256 of these nine lines, in UTF-8, each ended by one newline
/// (0x0A). `previous` is the seal at the position before, in lower-case hex. A text is written as the number
/// of its bytes, a colon and the bytes, so that no text can pretend to be two; integers are decimal without a
/// plus or leading zeros.
///
///     cartwright.log/1
///     <previous>
///     <number>
///     <at, microseconds since 1970-01-01T00:00:00Z>
///     <who, as length:bytes>
///     <role, as length:bytes>
///     <action, as length:bytes>
///     <subject, as length:bytes>
///     <details, the stored JSON text, as length:bytes>
///
/// Any thread.
QString sealOf(const QString& previous, const StoredLogEntry& entry);

/// How far the chain of seals has come.
struct ChainHead
{
    std::int64_t count = 0;  ///< seals, which is the last position
    std::int64_t number = 0; ///< of the last sealed entry, 0 where there is none
    QString hash = firstSeal();
};

} // namespace cartwright::store
