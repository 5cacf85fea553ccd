#pragma once

// Inside the room only: what both sides of a confined decoder call things.

#include <QString>

namespace cartwright::media::words {

inline QString index() { return QStringLiteral("index"); }
inline QString frame() { return QStringLiteral("frame"); } ///< a question, and in a run what comes
inline QString part() { return QStringLiteral("part"); }
inline QString run() { return QStringLiteral("run"); }
inline QString next() { return QStringLiteral("next"); } ///< the caller has copied a run's oldest frame
inline QString stop() { return QStringLiteral("stop"); } ///< the caller wants no more of this run

/// A run's frames lie in slots of the shared memory, so that decoding goes on while the caller copies.
inline constexpr std::size_t mostSlots = 8;
inline constexpr std::size_t slotAlignment = 64;
inline constexpr std::size_t slotSpare = 1024; ///< for the alignment of planes

} // namespace cartwright::media::words
