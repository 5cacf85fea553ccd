#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QString>

#include <vector>

namespace cartwright::feed {

/// The samples of a sensor's file: one number on each line, or the last of several separated by commas; a first line without a
/// number is a heading, and empty lines do not count. Refused where another line has no finite number, and where there are more
/// than `mostSamples`.
Result<std::vector<float>> readSeries(const QByteArray& text, const QString& where, std::size_t mostSamples = 2'000'000);

} // namespace cartwright::feed
