#pragma once

#include <cstdint>

namespace cartwright::store {

/// Whose clock a database's time is: a server's own, or the given one also there (for tests).
enum class TimeSource : std::uint8_t { Store, Given };

} // namespace cartwright::store
