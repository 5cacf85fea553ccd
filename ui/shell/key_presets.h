#pragma once

#include "ui/widgets/action_registry.h"

#include <vector>

namespace cartwright::ui {

/// A set of keys that comes with the program, from a file in `resources/keys`. It names only what differs from the
/// actions' own keys.
struct KeyPreset
{
    QString id;    ///< as stored: "default", "mpv", "editing", "left_hand", "right_hand"
    QString title; ///< in the user's language
    KeyMap keys;
};

/// In the order in which they are offered; the first is the default.
std::vector<KeyPreset> keyPresets();

/// Keys as written in files and settings: {"play": ["Space", "P"]}. Lists with anything but text are left out.
KeyMap keyMapOf(const QByteArray& json);
QByteArray jsonOf(const KeyMap& keys);

} // namespace cartwright::ui
