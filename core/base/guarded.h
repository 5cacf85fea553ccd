#pragma once

#include <mutex>
#include <utility>

namespace cartwright {

/// A value that can only be touched under its own lock: the lock is in the type.
template <class T> class Guarded
{
public:
    Guarded() = default;
    explicit Guarded(T value) : m_value(std::move(value)) {}

    /// Runs `use` on the value with the lock held and returns what it returns.
    template <class F> decltype(auto) with(F&& use)
    {
        const std::scoped_lock lock(m_mutex);
        return std::forward<F>(use)(m_value);
    }

private:
    std::mutex m_mutex;
    T m_value{};
};

} // namespace cartwright
