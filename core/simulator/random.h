#pragma once

#include <cstdint>

namespace cartwright::simulator {

/// A small generator whose numbers are the same with every compiler and library, which the distributions of
/// the standard library are not. SplitMix64: Steele, Lea, Flood, "Fast splittable pseudorandom number
/// generators", 2014.
class Random
{
public:
    explicit Random(std::uint64_t seed) : m_state(seed) {}

    std::uint64_t next()
    {
        m_state += 0x9E3779B97F4A7C15u;
        return mixed(m_state);
    }
    double unit() { return static_cast<double>(next() >> 11) * 0x1.0p-53; } ///< [0, 1)
    double between(double low, double high) { return low + (high - low) * unit(); }
    /// 0 to n - 1; the bias of the multiplication is below n / 2^32.
    int below(int n) { return static_cast<int>(((next() >> 32) * static_cast<std::uint64_t>(n)) >> 32); }
    bool chance(double probability) { return unit() < probability; }
    /// Bell-shaped around 0 with standard deviation 1, never beyond 3.5 (sum of four uniform numbers).
    double bell() { return (unit() + unit() + unit() + unit() - 2.0) * 1.7320508075688772; }
    /// A generator of its own for a part of the work, so that parts do not depend on each other's draws.
    Random fork(std::uint64_t label) const { return Random(mixed(m_state ^ mixed(label + 1))); }

private:
    static std::uint64_t mixed(std::uint64_t z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
        return z ^ (z >> 31);
    }
    std::uint64_t m_state;
};

} // namespace cartwright::simulator
