#pragma once

#include "core/store/gateway.h"

#include <vector>

namespace cartwright::store {

inline constexpr std::int64_t applicationId = 0x43525457; // "CRTW", in the file's header

/// The numbered upgrades for this engine that are compiled in, the first one first.
Result<std::vector<QString>> schemaUpgrades(const Engine& engine);
/// Those of a file.
Result<std::vector<QString>> schemaUpgrades();

/// The statements of an upgrade file, without comment lines: each ends with a semicolon before an empty line.
std::vector<QString> statementsOf(const QString& upgrade);

/// Brings the database to the last of these upgrades, all in one transaction; of several programs at once, one does so and
/// the others wait. Before an older database that holds data is changed, a copy is put beside it as `<file>.before-<new version>`, on a server as the schema
/// `before_<new version>`. Refused where it is newer or another program's.
Result<void> openSchema(Gateway& gateway, const std::vector<QString>& upgrades);

/// The server's part of that: all upgrades and the copy are one transaction, one program at a time.
Result<void> openServerSchema(Gateway& gateway, const std::vector<QString>& upgrades);

Error newerSchema(const QString& database, std::size_t present, std::size_t known);

} // namespace cartwright::store
