#pragma once

#include "core/base/result.h"

#include <cstdint>

namespace cartwright::decoder {

struct Confinement
{
    std::int64_t memoryBytes = 0; ///< of address space; not limited under sanitizers, whose shadow is larger than any limit
    int processorSeconds = 0;
    std::int64_t outputBytes = 0;
    enum class Keep : std::uint8_t { Nothing, StandardStreams } keep = Keep::Nothing;
};

/// Locks this process up for good: descriptors other than those of media::confined are closed, rlimits are set, and a
/// seccomp filter refuses every system call that decoding does not need. Opening files, sockets and programs is among
/// what it refuses, for descendants of this thread too; so it is called before there is a second thread.
///
/// The result names the filter: "full" allows a list and refuses the rest; "loose", in builds with sanitizers, whose run
/// time makes calls of its own, refuses a list (files, sockets, programs, tracing, signals to others) and allows the rest.
Result<QString> confine(const Confinement& confinement);

/// Tries what a confined process must not be able to do, and prints one line for each: its name and "refused" or "DONE".
/// 0 where all was refused.
int prove();

} // namespace cartwright::decoder
