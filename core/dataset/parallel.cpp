#include "core/dataset/parallel.h"

#include "core/base/guarded.h"
#include "core/base/thread_role.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <optional>
#include <thread>

namespace cartwright::dataset {

Result<void> inParallel(std::size_t count, const Cancellation& cancel,
                        const std::function<Result<void>(std::size_t)>& work)
{
    struct FirstFailure
    {
        std::size_t place = 0;
        std::optional<Error> error;
    };
    Guarded<FirstFailure> failed;
    std::atomic<std::size_t> next = 0;
    std::atomic<bool> stopped = false;
    const auto run = [&] {
        beThread("dataset", ThreadRank::Beside);
        for (std::size_t place = next++; place < count && !stopped && !cancel.isCancelled(); place = next++)
            if (auto done = work(place); !done) {
                stopped = true;
                failed.with([&](FirstFailure& first) {
                    if (!first.error || place < first.place)
                        first = {place, std::move(done.error())};
                });
            }
    };
    std::array<std::thread, 2> threads;
    for (std::thread& thread : threads)
        thread = std::thread(run);
    for (std::thread& thread : threads)
        thread.join();
    std::optional<Error> error = failed.with([](FirstFailure& first) { return first.error; });
    if (error)
        return failure(std::move(*error));
    if (cancel.isCancelled())
        return failure(ErrorKind::Cancelled,
                       QStringLiteral("Making the dataset was stopped; the same call goes on."));
    return {};
}

} // namespace cartwright::dataset
