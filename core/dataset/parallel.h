#pragma once

#include "core/base/cancellation.h"
#include "core/base/result.h"

#include <cstddef>
#include <functional>

namespace cartwright::dataset {

/// Calls work(0) to work(count - 1), each once, on two threads, and waits. After a failure no new work is
/// begun; the failure with the lowest number is returned. Cancelled where `cancel` stopped it.
Result<void> inParallel(std::size_t count, const Cancellation& cancel,
                        const std::function<Result<void>(std::size_t)>& work);

} // namespace cartwright::dataset
