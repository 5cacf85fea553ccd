#pragma once

// Inside the room only: where a clip's bytes come from.

#include "core/base/cancellation.h"
#include "core/base/result.h"
#include "core/domain/clip_location.h"

#include <cstdint>

namespace cartwright::media {

/// Bytes of known length that are read at any place. One thread at a time.
class ByteSource
{
public:
    virtual ~ByteSource() = default;
    virtual std::int64_t size() const = 0;
    /// Up to `size` bytes from `position` on, 0 at the end, -1 on an error that `trouble` then tells.
    virtual std::int64_t readAt(std::int64_t position, std::uint8_t* buffer, std::int64_t size) = 0;
    /// Why the first read that failed did so; empty where none did.
    virtual QString trouble() const = 0;
};

/// A regular file, opened once; "descriptor:4" is what is open under this number. NotFound, Refused (not a regular file, or empty) or Failed.
Result<std::unique_ptr<ByteSource>> openFile(const QString& path);

/// An address on an allowed server, read in ranges of whole blocks that are kept for a while. Refused: a host that is
/// not allowed, another protocol, a server without ranges, a redirection, an empty file; NotFound; Unreachable.
Result<std::unique_ptr<ByteSource>> openHttps(const ClipLocation& location, const Cancellation& cancel);

/// A small file of an allowed server, whole. Errors as openHttps.
Result<QByteArray> fetchHttps(const ClipLocation& location, std::int64_t longest, const Cancellation& cancel);

} // namespace cartwright::media
