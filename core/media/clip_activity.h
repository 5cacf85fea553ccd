#pragma once

#include <cstdint>

namespace cartwright::media {

/// How many pieces of clips this process has read or otherwise worked through. It only rises; whoever watches the process
/// from outside tells by it that work goes on. Any thread.
std::uint64_t clipActivity();
/// Counts one more piece of work.
void noteClipActivity();

} // namespace cartwright::media
