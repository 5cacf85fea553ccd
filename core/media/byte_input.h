#pragma once

// Inside the room only: the one way in which bytes of a clip reach FFmpeg.

#include "core/base/cancellation.h"
#include "core/media/ffmpeg_handles.h"

#include <QByteArray>

namespace cartwright::media {

/// A regular file, opened once, as FFmpeg's source of bytes. No protocol of FFmpeg takes part, so no name,
/// playlist or reference inside a clip can open anything else. Reading stops when cancelled.
class FileInput
{
public:
    /// NotFound, Refused (not a regular file, or empty) or Failed. "descriptor:4" is what is open under this number.
    static Result<std::unique_ptr<FileInput>> open(const QString& path, const Cancellation& cancel);
    ~FileInput();
    FileInput(const FileInput&) = delete;
    FileInput& operator=(const FileInput&) = delete;

    AVIOContext* context() const { return m_context; }
    std::int64_t size() const { return m_size; }
    /// The first bytes, for the check of the container.
    QByteArray head(qsizetype bytes = 2048) const;
    /// errno of the first read that failed, 0 where none did.
    int readError() const { return m_readError; }

private:
    FileInput(int fd, std::int64_t size, Cancellation cancel);
    static int read(void* self, std::uint8_t* buffer, int size);
    static std::int64_t seek(void* self, std::int64_t offset, int whence);

    int m_fd;
    std::int64_t m_size;
    std::int64_t m_position = 0;
    int m_readError = 0;
    Cancellation m_cancel;
    AVIOContext* m_context = nullptr;
};

/// The allowed container that the first bytes name ("mov,mp4", "matroska,webm", "mpegts", "avi"), or empty.
QString containerOf(const QByteArray& head);

} // namespace cartwright::media
