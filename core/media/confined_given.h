#pragma once

// Inside the room only: what a confined decode process is given.

#include "core/base/cancellation.h"
#include "core/domain/clip_location.h"
#include "core/media/confined_process.h"

namespace cartwright::media {

tl::unexpected<Error> systemFailure(const QString& what);

/// Memory that the decoder writes and its caller reads. It is sealed, so that the other side cannot pull it away from
/// under a reader.
class SharedMemory
{
public:
    /// Room for one picture at the limit of pixels. Pages that are not touched cost nothing.
    static constexpr std::size_t size = 140u << 20;

    SharedMemory() = default;
    ~SharedMemory();
    SharedMemory(const SharedMemory&) = delete;
    SharedMemory& operator=(const SharedMemory&) = delete;
    Result<void> make();
    int descriptor() const { return m_descriptor.number(); }
    const std::uint8_t* bytes() const { return m_bytes; }

private:
    Descriptor m_descriptor;
    std::uint8_t* m_bytes = nullptr;
};

/// The clip, open for reading. A server's clip is fetched first, whole, because the process has no network. Errors as of
/// ConfinedDecoder::open.
Result<Descriptor> openForDecoder(const ClipLocation& location, const Cancellation& cancel);

} // namespace cartwright::media
