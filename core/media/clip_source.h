#pragma once

// Inside the room only: an opened clip with its video decoder, checked against the allow-lists.

#include "core/media/clip_index.h"
#include "core/media/byte_input.h"

namespace cartwright::media {

struct SourceOptions
{
    ClipLimits limits;
    int threads = 0; ///< 0: as many as FFmpeg chooses
    Cancellation cancel;
};

/// Packets in, frames out, for the one video stream of a clip. One thread at a time.
class ClipSource
{
public:
    /// Lost: the server of a clip is away, and what follows cannot be told from damage; reading may work later.
    enum class Read : std::uint8_t { Packet, End, Damage, Cancelled, Lost };
    enum class Receive : std::uint8_t { Frame, NeedsPacket, End, Damage };

    /// Errors as of probeClip.
    static Result<std::unique_ptr<ClipSource>> open(const ClipLocation& location, const SourceOptions& options);
    /// Makes the decoder; not needed where only packets are read.
    Result<void> openDecoder();

    const ClipInfo& info() const { return m_info; }
    const QString& path() const { return m_location.path; }
    bool isRemote() const { return m_location.isRemote(); }
    std::int64_t fileBytes() const { return m_file->size(); }
    QString fileTrouble() const { return m_file->trouble(); }
    /// Why reading ended at Cancelled or Lost.
    Error interruption() const;
    AVStream& stream() const { return *m_stream; }
    AVCodecContext& decoder() const { return *m_decoder; }
    std::int64_t packetsClaimed() const;

    /// Reads the next packet of the video stream that has bytes. Damage: this read failed, the next may work.
    Read readPacket();
    const AVPacket& packet() const { return *m_packet; }
    /// Gives the packet last read to the decoder; false where the decoder calls it damaged.
    bool send();
    /// Tells the decoder that no more comes, so that it gives out what it holds.
    void drain();
    Receive receive(AVFrame& frame);

    /// Moves to a keyframe at or before this time where the container can, and empties the decoder.
    bool seekToTime(Microseconds time);
    bool seekToByte(std::int64_t position);
    /// Opens the file anew: decoding starts exactly as the first time.
    Result<void> rewind();

private:
    ClipSource() = default;
    Result<void> openContainer();
    Result<void> chooseStream();
    Result<void> checkStream();
    bool needsProbing() const;
    void fillInfo();

    ClipLocation m_location;
    SourceOptions m_options;
    std::unique_ptr<ByteInput> m_file; // outlives the context that reads from it
    InputPtr m_input;
    CodecPtr m_decoder;
    PacketPtr m_packet;
    AVStream* m_stream = nullptr;
    ClipInfo m_info;
};

} // namespace cartwright::media
