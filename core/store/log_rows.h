#pragma once

#include "core/base/json.h"
#include "core/domain/actor.h"
#include "core/store/log_chain.h"
#include "core/store/work.h"

namespace cartwright::store {

/// Appends an entry to the log at the store's time, sealed in the same transaction where the engine lets
/// entries be sealed as they are written.
void writeLog(Work& work, const Actor& actor, const QString& action, const QString& subject,
              const QJsonObject& details);

/// Whether writeLog seals. With one writer at a time the seal costs nobody anything; where many write at
/// once, a seal would make them wait for one another, and somebody calls sealLog shortly after.
bool sealsAtOnce(const Engine& engine);

/// Seals all entries that are not sealed yet, in the order of their numbers, as the last thing that this
/// piece of work does: on a server, whoever else seals waits for its end. An entry that was committed after
/// later ones had been sealed gets its place behind them.
void sealLog(Work& work);

/// Seals the entries of a log that has no seal yet, because it was written before there were seals. Nothing
/// on a server.
Result<void> sealOldLog(Gateway& gateway);

/// On a server: seals in a transaction of its own where the last time by this connection is some seconds ago, or at
/// once. What fails is left to the next one, here or elsewhere. Nothing for a file.
enum class SealTime : std::uint8_t { WhenDue, Now };
void sealServerLog(Gateway& gateway, SealTime when);

ChainHead readHead(Work& work);

/// The columns of an entry in the order that `readStoredEntry` takes them.
inline constexpr const char* logColumns = "l.number, l.at, l.who, l.role, l.action, l.subject, l.details";
StoredLogEntry readStoredEntry(Row& row);

} // namespace cartwright::store
