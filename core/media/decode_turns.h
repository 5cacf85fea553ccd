#pragma once

// Inside the room only.

#include <algorithm>
#include <array>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <utility>

namespace cartwright::media {

/// What a run of decoding is for; the first goes first.
enum class DecodeRank : std::uint8_t {
    Eyes,         ///< asked, in the pane that eyes are on
    Asked,        ///< asked, in another pane
    Standby,      ///< asked by a player that is not shown yet
    Ahead,        ///< not asked yet
    StandbyAhead  ///< the same of a player that is not shown yet
};
constexpr std::size_t decodeRanks = 5;

/// Who decodes while others wait. With fewer cores than cameras, runs that share them all end when the last one does; here
/// those that nobody waits for stand still between two packets while one goes on that somebody waits for. Niceness cannot
/// do it: a thread may lower its own, but not raise it again. One for the process. Thread-safe.
class DecodeTurns
{
public:
    static DecodeTurns& ofProcess()
    {
        static DecodeTurns turns;
        return turns;
    }

    /// Counts as under way while it lives.
    class Run
    {
    public:
        explicit Run(DecodeRank rank) : m_rank(rank), m_patience(patienceOf(rank))
        {
            ofProcess().count(m_rank, 1);
        }
        ~Run() { ofProcess().count(m_rank, -1); }
        Run(const Run&) = delete;
        Run& operator=(const Run&) = delete;

        /// What began ahead is asked for now, or its player is shown.
        void setRank(DecodeRank rank)
        {
            if (rank == m_rank)
                return;
            ofProcess().count(std::exchange(m_rank, rank), -1);
            ofProcess().count(rank, 1);
            m_patience = std::min(m_patience, patienceOf(rank));
        }
        /// Between two packets, until it is its turn, or it is to stop or has got another rank. Over the whole run it waits
        /// for so long at most, as those before it may be in trouble.
        template <class Stop, class Rank> void giveWay(const Stop& shouldStop, const Rank& rankNow)
        {
            constexpr std::chrono::milliseconds look{2};
            for (setRank(rankNow()); m_patience > Patience::zero() && !ofProcess().isTurnOf(m_rank, look) && !shouldStop();
                 setRank(rankNow()))
                m_patience -= look;
        }

    private:
        using Patience = std::chrono::milliseconds;
        static Patience patienceOf(DecodeRank rank) { return Patience(rank < DecodeRank::Ahead ? 100 : 1000); }
        DecodeRank m_rank;
        Patience m_patience;
    };

private:
    void count(DecodeRank rank, int by)
    {
        const std::scoped_lock lock(m_mutex);
        m_underWay[static_cast<std::size_t>(rank)] += by;
        m_changed.notify_all();
    }
    bool isTurnOf(DecodeRank rank, std::chrono::milliseconds longest)
    {
        std::unique_lock lock(m_mutex);
        return m_changed.wait_for(lock, longest, [&] {
            const auto end = m_underWay.begin() + static_cast<std::ptrdiff_t>(rank);
            return std::all_of(m_underWay.begin(), end, [](int runs) { return runs == 0; });
        });
    }

    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::array<int, decodeRanks> m_underWay{};
};

} // namespace cartwright::media
