#pragma once

// Inside the room only: the one way in which bytes of a clip reach FFmpeg.

#include "core/media/byte_source.h"
#include "core/media/ffmpeg_handles.h"

#include <QByteArray>

namespace cartwright::media {

/// A file or an allowed https address, opened once, as FFmpeg's source of bytes. No protocol of FFmpeg takes part, so
/// no name, playlist, reference or redirection can open anything else. Reading stops when cancelled.
class ByteInput
{
public:
    /// Errors as of openFile and openHttps.
    static Result<std::unique_ptr<ByteInput>> open(const ClipLocation& location, const Cancellation& cancel);
    ~ByteInput();
    ByteInput(const ByteInput&) = delete;
    ByteInput& operator=(const ByteInput&) = delete;

    AVIOContext* context() const { return m_context; }
    std::int64_t size() const { return m_source->size(); }
    /// The first bytes, for the check of the container.
    QByteArray head(qsizetype bytes = 2048) const;
    /// Why the first read that failed did so; empty where none did.
    QString trouble() const { return m_source->trouble(); }

private:
    ByteInput(std::unique_ptr<ByteSource> source, Cancellation cancel);
    static int read(void* self, std::uint8_t* buffer, int size);
    static std::int64_t seek(void* self, std::int64_t offset, int whence);

    std::unique_ptr<ByteSource> m_source;
    std::int64_t m_position = 0;
    Cancellation m_cancel;
    AVIOContext* m_context = nullptr;
};

/// The allowed container that the first bytes name ("mov,mp4", "matroska,webm", "mpegts", "avi"), or empty.
QString containerOf(const QByteArray& head);

} // namespace cartwright::media
