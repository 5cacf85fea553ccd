#include "core/base/growing_file.h"

#include "core/base/safe_file.h"

#include <QFile>
#include <QFileInfo>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

namespace cartwright {
namespace {

constexpr qsizetype pieceBytes = 1 << 18;

Error cannotWrite(const QString& path, int code)
{
    const QString next = code == ENOSPC ? QStringLiteral("Free some space and run the same again.")
                                        : QStringLiteral("Check the folder's permissions and run the same again.");
    return Error{ErrorKind::Failed,
                 QStringLiteral("Writing %1 failed: %2. %3").arg(path, QString::fromLocal8Bit(std::strerror(code)), next),
                 {}};
}

} // namespace

GrowingFile::GrowingFile(QString path, int descriptor)
    : m_path(std::move(path)), m_descriptor(descriptor),
      m_hash(std::make_unique<QCryptographicHash>(QCryptographicHash::Sha256))
{
}

GrowingFile::GrowingFile(GrowingFile&& other) noexcept
    : m_path(std::move(other.m_path)), m_descriptor(std::exchange(other.m_descriptor, -1)), m_bytes(other.m_bytes),
      m_buffer(std::move(other.m_buffer)), m_hash(std::move(other.m_hash)), m_state(std::move(other.m_state))
{
}

GrowingFile::~GrowingFile()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

Result<GrowingFile> GrowingFile::create(const QString& path)
{
    const QByteArray name = QFile::encodeName(path);
    const auto open = [&] { return ::open(name.constData(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600); };
    int descriptor = open();
    if (descriptor < 0 && errno == ENOENT) {
        if (auto made = makeFolder(QFileInfo(path).path()); !made)
            return failure(made.error());
        descriptor = open();
    }
    if (descriptor < 0)
        return failure(cannotWrite(path, errno));
    return GrowingFile(path, descriptor);
}

void GrowingFile::fail(int code)
{
    if (m_state)
        m_state = failure(cannotWrite(m_path, code));
}

void GrowingFile::write(QByteArrayView bytes)
{
    m_bytes += bytes.size();
    m_buffer.append(bytes);
    if (m_buffer.size() >= pieceBytes)
        flush();
}

void GrowingFile::flush()
{
    m_hash->addData(m_buffer);
    QByteArrayView left(m_buffer);
    while (m_state && !left.isEmpty()) {
        const ssize_t written = ::write(m_descriptor, left.data(), static_cast<std::size_t>(left.size()));
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            fail(written < 0 ? errno : EIO);
        else
            left = left.sliced(written);
    }
    m_buffer.clear();
}

Result<QString> GrowingFile::finish()
{
    flush();
    if (::close(std::exchange(m_descriptor, -1)) != 0)
        fail(errno);
    if (!m_state)
        return failure(m_state.error());
    return QString::fromLatin1(m_hash->result().toHex());
}

Result<QString> writeUnsynced(const QString& path, QByteArrayView bytes)
{
    auto file = GrowingFile::create(path);
    if (!file)
        return failure(file.error());
    file->write(bytes);
    return file->finish();
}

} // namespace cartwright
