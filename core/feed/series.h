#pragma once

#include "core/domain/sale.h"

#include <optional>

namespace cartwright::feed {

/// The samples of a trace in order of time, in grams; nothing where the sensor was silent. Sample i belongs to the moment
/// startsAt + i / rateHz.
using TraceSamples = std::vector<std::optional<double>>;

/// Reads a trace: one sample a line, grams with a decimal point, an empty line where there is none; the first line may be the
/// heading "weight_g". LF or CRLF. Refused, with the line: anything that is no number, a weight beyond 10,000 kg, more than
/// 50 million samples, no sample at all. `name` names the file in sentences.
Result<TraceSamples> readTrace(const QByteArray& bytes, const QString& name);

} // namespace cartwright::feed
