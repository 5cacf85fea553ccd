#pragma once

#include "core/store/gateway.h"

#include <vector>

namespace cartwright::store {

/// The numbered upgrades that are compiled in, the first one first.
Result<std::vector<QString>> schemaUpgrades();

/// The statements of an upgrade file, without comment lines: each ends with a semicolon before an empty line.
std::vector<QString> statementsOf(const QString& upgrade);

/// Brings the database to the last of these upgrades, each in one transaction. Before an older database that
/// holds data is changed, a copy is put beside it as `<file>.before-<new version>`. Refused where it is newer
/// or another program's.
Result<void> openSchema(Gateway& gateway, const std::vector<QString>& upgrades);

} // namespace cartwright::store
