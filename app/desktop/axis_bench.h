#pragma once

#include <vector>

namespace cartwright::ui {

/// Milliseconds that the time axis takes to paint all its lanes anew, once for each of many zooms and scrolls, with so many events, as
/// many scans and labels, and four plates measured sixty times a second.
std::vector<double> measureAxis(int events);

} // namespace cartwright::ui
