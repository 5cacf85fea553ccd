#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QByteArrayView>

#include <cstdint>
#include <functional>

namespace cartwright {

/// The only place that writes whole files. Every write is checked, file and folder are synced, the mode is
/// 0600, and the old content stays until the new one is complete (written beside, then renamed).
/// Any thread. Failed (with the reason of the system) where the disk is full or the folder is not writable.
Result<void> writeFile(const QString& path, QByteArrayView bytes);

/// Writes a file whose bytes come piece by piece, with the same promises. `next` gives a piece, an empty one at the
/// end; its error stops the writing, nothing is left, and the error comes back.
Result<void> writeFileInPieces(const QString& path, const std::function<Result<QByteArray>()>& next);

/// Copies a regular file with the same promises. `sha256`, where given, receives the lower-case hex digest.
Result<void> copyFile(const QString& from, const QString& to, QString* sha256 = nullptr);

/// Reads a regular file of at most `limit` bytes. NotFound, Refused (too large, not regular) or Failed.
Result<QByteArray> readFile(const QString& path, std::int64_t limit = 64 * 1024 * 1024);

/// Makes the folder and its parents with mode 0700.
Result<void> makeFolder(const QString& path);

/// Renames a finished folder or file into place and syncs the parent folder. Fails where `to` exists.
Result<void> renameIntoPlace(const QString& from, const QString& to);

/// Lets two folders or files of one parent folder change names in one step: whoever looks, both names are always there.
/// Failed where the file system cannot do that; then nothing has changed.
Result<void> exchangeNames(const QString& one, const QString& other);

/// Syncs every file below a folder and the folders themselves.
Result<void> syncFolder(const QString& path);

/// Lower-case hex SHA-256 of a file, read in pieces; `cancelled` may stop it early.
Result<QString> sha256OfFile(const QString& path, const std::function<bool()>& cancelled = {});
/// Lower-case hex SHA-256 of bytes.
QString sha256Of(QByteArrayView bytes);

} // namespace cartwright
