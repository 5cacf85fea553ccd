#include "core/vision/event_score.h"

#include <algorithm>
#include <limits>
#include <optional>

namespace cartwright::vision {
namespace {

/// Overlap of two spans; below zero it is the gap between them.
Microseconds overlapOf(const ScoredEvent& a, const ScoredEvent& b)
{
    return std::min(std::max(a.from, a.until), std::max(b.from, b.until)) - std::max(a.from, b.from);
}

struct Edge
{
    std::size_t found = 0;
    Microseconds overlap = 0;
};

/// Grows a matching one truth at a time along the best augmenting path (Bellman and Ford on the alternating
/// graph), which gives the most pairs and, for that number, the greatest sum of overlaps.
class Matching
{
public:
    Matching(std::vector<std::vector<Edge>> edges, std::size_t foundCount)
        : m_edges(std::move(edges)), m_ofTruth(m_edges.size()), m_ofFound(foundCount)
    {
        while (grow()) {
        }
    }
    const std::vector<std::optional<std::size_t>>& ofTruth() const { return m_ofTruth; }

private:
    static constexpr Microseconds unreached = std::numeric_limits<Microseconds>::min();

    Microseconds overlapInUse(std::size_t found) const
    {
        const std::size_t truth = *m_ofFound[found];
        for (const Edge& edge : m_edges[truth])
            if (edge.found == found)
                return edge.overlap;
        return 0;
    }

    bool grow()
    {
        std::vector<Microseconds> truthGain(m_ofTruth.size(), unreached);
        std::vector<Microseconds> foundGain(m_ofFound.size(), unreached);
        std::vector<std::size_t> via(m_ofFound.size(), 0);
        for (std::size_t t = 0; t < m_ofTruth.size(); ++t)
            if (!m_ofTruth[t])
                truthGain[t] = 0;
        bool better = true;
        for (std::size_t round = 0; better && round <= m_ofTruth.size() + 1; ++round)
            better = relax(truthGain, foundGain, via);
        std::optional<std::size_t> end;
        for (std::size_t f = 0; f < m_ofFound.size(); ++f)
            if (!m_ofFound[f] && foundGain[f] != unreached && (!end || foundGain[f] > foundGain[*end]))
                end = f;
        if (!end)
            return false;
        std::optional<std::size_t> found = end;
        while (found) {
            const std::size_t truth = via[*found];
            const std::optional<std::size_t> before = m_ofTruth[truth];
            m_ofTruth[truth] = found;
            m_ofFound[*found] = truth;
            found = before;
        }
        return true;
    }

    bool relax(std::vector<Microseconds>& truthGain, std::vector<Microseconds>& foundGain,
               std::vector<std::size_t>& via) const
    {
        bool better = false;
        for (std::size_t t = 0; t < m_edges.size(); ++t) {
            if (truthGain[t] == unreached)
                continue;
            for (const Edge& edge : m_edges[t]) {
                const Microseconds gain = truthGain[t] + edge.overlap;
                if (m_ofTruth[t] == edge.found || gain <= foundGain[edge.found])
                    continue;
                foundGain[edge.found] = gain;
                via[edge.found] = t;
                better = true;
                if (m_ofFound[edge.found])
                    truthGain[*m_ofFound[edge.found]] = gain - overlapInUse(edge.found);
            }
        }
        return better;
    }

    std::vector<std::vector<Edge>> m_edges;
    std::vector<std::optional<std::size_t>> m_ofTruth;
    std::vector<std::optional<std::size_t>> m_ofFound;
};

} // namespace

EventScore scoreEvents(const std::vector<ScoredEvent>& found, const std::vector<ScoredEvent>& truth,
                       Microseconds tolerance)
{
    std::vector<std::vector<Edge>> edges(truth.size());
    for (std::size_t t = 0; t < truth.size(); ++t) {
        for (std::size_t f = 0; f < found.size(); ++f) {
            if (found[f].binId != truth[t].binId || found[f].kind != truth[t].kind)
                continue;
            const Microseconds overlap = overlapOf(found[f], truth[t]);
            if (overlap >= -std::max<Microseconds>(0, tolerance))
                edges[t].push_back({f, overlap});
        }
    }
    const Matching matching(std::move(edges), found.size());
    EventScore score;
    std::vector<bool> used(found.size(), false);
    for (std::size_t t = 0; t < truth.size(); ++t) {
        if (const std::optional<std::size_t> f = matching.ofTruth()[t]) {
            score.matched.push_back({*f, t});
            used[*f] = true;
        } else {
            score.missed.push_back(t);
        }
    }
    for (std::size_t f = 0; f < found.size(); ++f)
        if (!used[f] && found[f].kind != EventKind::None)
            score.invented.push_back(f);
    return score;
}

} // namespace cartwright::vision
