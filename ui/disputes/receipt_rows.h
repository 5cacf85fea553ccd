#pragma once

#include "core/domain/decision.h"

#include <QStringList>

#include <vector>

namespace cartwright::ui {

/// Version, when, why, by whom, total.
std::vector<QStringList> versionRows(const std::vector<Receipt>& receipts);

/// Product, quantity, amount, and what changed since the version before; what was taken off is a row too. `before` may be
/// null.
std::vector<QStringList> lineRows(const Receipt& receipt, const Receipt* before);

/// Number, when, outcome, reviewer, note.
std::vector<QStringList> verdictRows(const std::vector<Verdict>& verdicts);

} // namespace cartwright::ui
