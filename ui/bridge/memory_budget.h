#pragma once

#include <algorithm>
#include <cstddef>

namespace cartwright::ui {

/// How the memory that the program may use is shared. What frames may take is what is left beside the program itself, and is
/// split so that it still holds while a sale is being left: its frames are given back in the background.
struct MemoryBudget
{
    static constexpr std::size_t mebibyte = 1u << 20;
    static constexpr std::size_t usual = 1024 * mebibyte;
    static constexpr std::size_t least = 384 * mebibyte;

    std::size_t bytes = usual;

    std::size_t frames() const
    {
        constexpr std::size_t program = 320 * mebibyte; ///< window, fonts, catalogue, decoders
        return std::max(bytes, least) - program;
    }
    std::size_t nextSale() const { return frames() / 8; }
    std::size_t openSale() const { return (frames() - 2 * nextSale()) / 2; }
};

} // namespace cartwright::ui
