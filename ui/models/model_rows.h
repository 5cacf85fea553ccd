#pragma once

#include "ui/bridge/models_service.h"
#include "ui/measures/figure_rows.h"

namespace cartwright::ui {

/// The models, newest first: title, state, expected reviews per 1,000 and wrong receipts, calibration error, pieces told right,
/// what it was trained on, when.
FigureTable modelTable(const ModelsReport& report);
/// What was done with them, newest first, with the reasons.
FigureTable changeTable(const ModelsReport& report);
/// One figure a row: of the chosen model and of the live one.
FigureTable comparisonTable(const ModelsReport& report, std::size_t chosen);

} // namespace cartwright::ui
