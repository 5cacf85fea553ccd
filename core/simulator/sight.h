#pragma once

#include "core/simulator/script.h"

namespace cartwright::simulator {

/// Fills in from when to when each event's hand or goods are before its bin in any camera's picture, and in
/// which cameras it can be seen (those that are not blind meanwhile).
void measureEvents(Script& script, const std::vector<RigCamera>& rig);

} // namespace cartwright::simulator
