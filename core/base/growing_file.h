#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QCryptographicHash>

#include <memory>

namespace cartwright {

/// A file that is written piece by piece inside a folder that is not in its place yet: it gets its own name at once and is
/// not synced by itself, so whoever renames the folder syncs it before (`syncFolder`). Mode 0600; what stood there is
/// replaced. The first error is remembered, after which writing does nothing and `finish` gives it. Movable, one thread.
class GrowingFile
{
public:
    /// Makes the file and its folder. Failed where the disk does not do that.
    static Result<GrowingFile> create(const QString& path);
    ~GrowingFile();
    GrowingFile(GrowingFile&& other) noexcept;
    GrowingFile& operator=(GrowingFile&&) = delete;

    void write(QByteArrayView bytes);
    std::int64_t bytes() const { return m_bytes; }
    /// Closes it; gives the lower-case hex SHA-256 of what was written. Nothing may follow.
    Result<QString> finish();

private:
    GrowingFile(QString path, int descriptor);
    void flush();
    void fail(int code);

    QString m_path;
    int m_descriptor = -1;
    std::int64_t m_bytes = 0;
    QByteArray m_buffer;
    std::unique_ptr<QCryptographicHash> m_hash;
    Result<void> m_state;
};

/// A whole file in that way, for many small ones; gives its SHA-256.
Result<QString> writeUnsynced(const QString& path, QByteArrayView bytes);

} // namespace cartwright
