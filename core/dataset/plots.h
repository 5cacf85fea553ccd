#pragma once

#include "core/dataset/out_folder.h"

#include <QJsonObject>

namespace cartwright::dataset {

/// plots/*.png: the counts as bars.
Result<void> writePlots(OutFolder& out, const QJsonObject& counts);

} // namespace cartwright::dataset
