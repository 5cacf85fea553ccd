#pragma once

#include "ui/bridge/opened_case.h"

namespace cartwright::ui {

/// The products that the planogram has around an event, nearest bins first: what a blind review offers to choose from, because
/// the machine's candidates would tell its answer. Bins that the event's camera does not see come last.
std::vector<Candidate> planogramProducts(const OpenedCase& opened, const Event& event, std::size_t most);

} // namespace cartwright::ui
