#pragma once

#include "app/desktop/review_bench.h"

namespace cartwright::ui {

/// Starts measuring; when that is done the figures go to stdout, as text or as one JSON object, and the program ends.
std::unique_ptr<ReviewBench> startReviewBench(MainWindow& window, const Options& options);

} // namespace cartwright::ui
