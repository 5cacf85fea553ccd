#pragma once

#include "core/base/result.h"

#include <QString>

#include <cstdint>
#include <map>

namespace cartwright::feed {

/// A path as JSON or CSV from outside names a file, in its plain form ("./clips//a.mp4" is "clips/a.mp4").
/// Refused ("\"../x\" leaves the folder."): empty, absolute, with a `..`, with a NUL or control character, longer than
/// 1,024 bytes (255 per name) or deeper than 8 folders. Any thread.
Result<QString> confinedPath(const QString& path);

/// What a folder from outside may hold.
struct FolderLimits
{
    int entries = 1'000;  ///< files and folders together
    int depth = 8;        ///< folders below the folder
    std::int64_t fileBytes = 4'000'000'000;
    std::int64_t totalBytes = 16'000'000'000;
};

/// All files below a folder, path in the folder to size in bytes, found without following any link. Nothing is opened but
/// folders. Refused: a symbolic link, a device, a pipe or a socket anywhere below, a name that is no UTF-8, or more than
/// the limits. NotFound where there is no such folder; Failed where it cannot be read. Any thread.
Result<std::map<QString, std::int64_t>> listConfined(const QString& folder, const FolderLimits& limits = {});

} // namespace cartwright::feed
