#pragma once

#include "core/base/result.h"

#include <QByteArray>

#include <map>

namespace cartwright::dataset {

/// Hashes of files by their path inside the dataset, in the order of the paths.
using Sums = std::map<QString, QString>;

inline constexpr const char* sumsFile = "SHA256SUMS";
inline constexpr const char* manifestFile = "manifest.json";
inline constexpr const char* cardFile = "card.md";

/// The text form that `sha256sum --check` reads: hash, two spaces, path. Paths hold no line breaks or
/// backslashes.
QByteArray toText(const Sums& sums);
/// Integrity where the bytes are not what `toText` writes.
Result<Sums> sumsFromText(const QByteArray& bytes);

/// The hash of all that the manifest describes: SHA-256 of the text form without the manifest's own line.
QString contentHashOf(Sums sums);

} // namespace cartwright::dataset
