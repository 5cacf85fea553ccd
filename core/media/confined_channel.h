#pragma once

#include "core/base/cancellation.h"
#include "core/base/result.h"

#include <QByteArray>
#include <QJsonObject>

#include <chrono>
#include <optional>

namespace cartwright::media {

/// What goes both ways between a program and its confined decoder: a JSON object and bytes that belong to it.
///
/// Questions say what is wanted in "do". Answers say in "is": "alive" (comes several times a second, "work" rises while
/// something is being done), "ready", "done", or "failed" with "kind" and "sentence".
struct ConfinedMessage
{
    QJsonObject object;
    QByteArray bytes;
};

/// The descriptors under which a confined decoder finds what it was given.
namespace confined {
inline constexpr int control = 3;
inline constexpr int clip = 4;
inline constexpr int output = 5;
inline constexpr int memory = 6;
inline constexpr int exitOutOfMemory = 77;
/// The name under which media's readers find the clip there; see FileInput.
inline QString clipName() { return QStringLiteral("descriptor:%1").arg(clip); }
} // namespace confined

/// One end of a stream socket. Sending may happen on any thread that holds the caller's own lock; receiving on one.
/// It does not own the descriptor.
class ConfinedChannel
{
public:
    explicit ConfinedChannel(int descriptor) : m_descriptor(descriptor) {}

    /// Failed where the other end is gone.
    Result<void> send(const ConfinedMessage& message) const;
    /// Waits for a whole message. Nothing where `until` passes first, Cancelled on request, Failed where the other end is
    /// gone, Integrity where what comes is no message or larger than `maxBytes`.
    Result<std::optional<ConfinedMessage>> receive(std::chrono::steady_clock::time_point until, const Cancellation& cancel = {},
                                                   std::int64_t maxBytes = 256 << 20);

private:
    Result<bool> fill(qsizetype wanted, std::chrono::steady_clock::time_point until, const Cancellation& cancel);

    int m_descriptor;
    QByteArray m_received; ///< of a message that is not whole yet
};

} // namespace cartwright::media
