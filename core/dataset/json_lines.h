#pragma once

#include "core/base/cancellation.h"
#include "core/dataset/format.h"

namespace cartwright::dataset {

inline constexpr const char* labelsSchema = "cartwright.labels/1";
/// Lies in every version, whatever its format: the first line is the header, each other line a picture with everything
/// that is known of it.
inline constexpr const char* labelsFile = "labels.jsonl";

QJsonObject toJson(const Header& header);
QJsonObject toJson(const Sample& sample, const Header& header);

Result<Header> headerFromJson(const QJsonObject& object, const QString& where);
/// Refused where a member is missing or of another kind, or a category is not one of `header`.
Result<Sample> sampleFromJson(const QJsonObject& object, const Header& header, const QString& where);

/// Writes such a file below `path` of the folder.
Result<void> writeLabels(OutFolder& out, const QString& path, const Header& header, const Samples& samples);

/// Reads a file of lines from disk again and again, one picture in memory at a time.
struct LabelsReader
{
    Header header;
    Samples samples;
};
/// NotFound, or Refused naming the line.
Result<LabelsReader> openLabels(const QString& path, const Cancellation& cancel = {});

} // namespace cartwright::dataset
