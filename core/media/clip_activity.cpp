#include "core/media/clip_activity.h"

#include <atomic>

namespace cartwright::media {
namespace {

std::atomic<std::uint64_t> pieces = 0;

} // namespace

std::uint64_t clipActivity() { return pieces.load(std::memory_order_relaxed); }
void noteClipActivity() { pieces.fetch_add(1, std::memory_order_relaxed); }

} // namespace cartwright::media
