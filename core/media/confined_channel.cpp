#include "core/media/confined_channel.h"

#include "core/base/json.h"

#include <QtEndian>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace cartwright::media {
namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr qsizetype headBytes = 8;
constexpr int longestWaitMilliseconds = 20; ///< between looks at the cancellation

tl::unexpected<Error> gone(const QString& details)
{
    return failure(ErrorKind::Failed, QStringLiteral("The other end of the channel is gone."), details);
}

tl::unexpected<Error> nonsense(const QString& details)
{
    return failure(ErrorKind::Integrity, QStringLiteral("What came over the channel is no message."), details);
}

} // namespace

Result<void> ConfinedChannel::send(const ConfinedMessage& message) const
{
    const QByteArray object = toJsonLine(message.object);
    QByteArray out(headBytes, Qt::Uninitialized);
    qToLittleEndian(static_cast<quint32>(object.size()), out.data());
    qToLittleEndian(static_cast<quint32>(message.bytes.size()), out.data() + 4);
    out += object;
    out += message.bytes;
    for (qsizetype sent = 0; sent < out.size();) {
        // The confined side may only write(); SIGPIPE is ignored there, and send() spares the other side from it.
        ssize_t count = ::send(m_descriptor, out.constData() + sent, static_cast<std::size_t>(out.size() - sent), MSG_NOSIGNAL);
        if (count < 0 && errno == EPERM)
            count = ::write(m_descriptor, out.constData() + sent, static_cast<std::size_t>(out.size() - sent));
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return gone(QString::fromLocal8Bit(std::strerror(errno)));
        sent += count;
    }
    return {};
}

/// False where `until` passed first.
Result<bool> ConfinedChannel::fill(qsizetype wanted, SteadyClock::time_point until, const Cancellation& cancel)
{
    while (m_received.size() < wanted) {
        if (cancel.isCancelled())
            return failure(ErrorKind::Cancelled, QStringLiteral("Waiting for the decoder was stopped."));
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - SteadyClock::now()).count();
        pollfd entry{m_descriptor, POLLIN, 0};
        const int ready = ::poll(&entry, 1, static_cast<int>(std::clamp<std::int64_t>(left, 0, longestWaitMilliseconds)));
        if (ready == 0 && left <= 0)
            return false;
        if (ready <= 0)
            continue;
        constexpr qsizetype most = 1 << 20;
        const qsizetype before = m_received.size();
        const qsizetype room = std::min(most, wanted - before);
        m_received.resize(before + room);
        const ssize_t count = ::read(m_descriptor, m_received.data() + before, static_cast<std::size_t>(room));
        const int code = errno;
        m_received.resize(before + std::max<ssize_t>(count, 0));
        if (count == 0 || (count < 0 && code != EINTR && code != EAGAIN))
            return gone(count == 0 ? QStringLiteral("closed") : QString::fromLocal8Bit(std::strerror(code)));
    }
    return true;
}

Result<std::optional<ConfinedMessage>> ConfinedChannel::receive(SteadyClock::time_point until, const Cancellation& cancel,
                                                                std::int64_t maxBytes)
{
    auto filled = fill(headBytes, until, cancel);
    if (!filled)
        return failure(filled.error());
    if (!*filled)
        return std::nullopt;
    const qsizetype objectBytes = qFromLittleEndian<quint32>(m_received.constData());
    const qsizetype moreBytes = qFromLittleEndian<quint32>(m_received.constData() + 4);
    if (objectBytes + moreBytes > maxBytes)
        return nonsense(QStringLiteral("%1 bytes").arg(objectBytes + moreBytes));
    filled = fill(headBytes + objectBytes + moreBytes, until, cancel);
    if (!filled)
        return failure(filled.error());
    if (!*filled)
        return std::nullopt;
    ConfinedMessage message;
    auto object = parseJsonObject(m_received.mid(headBytes, objectBytes), QStringLiteral("a message of the decoder"),
                                  {.bytes = maxBytes, .depth = 16});
    if (!object)
        return nonsense(object.error().sentence);
    message.object = std::move(*object);
    message.bytes = m_received.mid(headBytes + objectBytes, moreBytes);
    m_received.clear();
    return message;
}

} // namespace cartwright::media
