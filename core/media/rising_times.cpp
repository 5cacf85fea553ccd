#include "core/media/rising_times.h"

#include <algorithm>

namespace cartwright::media {

std::vector<std::size_t> longestRising(const std::vector<Microseconds>& times)
{
    std::vector<std::size_t> tails;
    std::vector<std::size_t> before(times.size(), 0);
    const auto time = [&](std::size_t i) { return times[i]; };
    for (std::size_t i = 0; i < times.size(); ++i) {
        const auto place =
            std::lower_bound(tails.begin(), tails.end(), time(i),
                             [&](std::size_t tail, Microseconds value) { return time(tail) < value; });
        before[i] = place == tails.begin() ? i : *(place - 1);
        if (place == tails.end())
            tails.push_back(i);
        else
            *place = i;
    }
    std::vector<std::size_t> chain(tails.size());
    std::size_t at = tails.empty() ? 0 : tails.back();
    for (std::size_t i = tails.size(); i-- > 0; at = before[at])
        chain[i] = at;
    return chain;
}

} // namespace cartwright::media
