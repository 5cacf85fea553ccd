#pragma once

#include "core/base/cancellation.h"
#include "core/feed/confined_folder.h"

#include <QByteArray>

namespace cartwright::feed {

/// Unpacks an uncompressed tar (v7, ustar, pax or GNU) into a folder that exists and is empty; only regular files and
/// folders are made, with modes of our own. Names and declared sizes are checked before a member is written.
/// Refused: another format or a compressed one, a cut or broken archive, a name that leaves the folder, a link of any
/// kind, a device, a sparse file, a name twice, more than the limits. Failed where the disk fails; Cancelled on request.
/// Any thread.
Result<void> unpackTar(const QString& tar, const QString& into, const FolderLimits& limits, const Cancellation& cancel);

/// The bytes of sale.json in a tar, found with the same checks of all members before it; nothing is written. It stands at
/// the top or in the only top folder. Refused where there is none or it has more than `byteLimit` bytes.
Result<QByteArray> saleJsonInTar(const QString& tar, std::int64_t byteLimit, const FolderLimits& limits);

} // namespace cartwright::feed
