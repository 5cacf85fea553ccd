#pragma once

#include "core/trust/permissions.h"

namespace cartwright::ui {

/// "reviewer", "ML engineer", … in the user's language.
QString roleTitle(trust::Role role);

} // namespace cartwright::ui
