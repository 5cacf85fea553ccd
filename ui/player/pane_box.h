#pragma once

#include "core/domain/store.h"

#include <QString>

namespace cartwright::ui {

/// A label box as it is drawn over a picture. The kinds differ in line and sign as well as in colour.
struct PaneBox
{
    enum class Kind : std::uint8_t {
        Decision,     ///< falls out of the decision
        Set,          ///< drawn or accepted
        Interpolated, ///< between two that are set
        Proposed,     ///< by the tracker, not accepted yet
        Unsure,       ///< by the tracker, which may have lost it
    };
    Box box;
    Kind kind = Kind::Set;
    QString name; ///< in words, what it is: "drawn", "unsure 34 %"
    bool operator==(const PaneBox&) const = default;
};

} // namespace cartwright::ui
