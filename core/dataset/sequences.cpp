#include "core/dataset/sequences.h"

#include <algorithm>
#include <map>

namespace cartwright::dataset {
namespace {

class Gathering
{
public:
    bool holds(const Sample& sample) const
    {
        return m_sequence.frames > 0 && m_sequence.name == sample.sequence && m_sequence.subset == sample.subset;
    }
    bool isEmpty() const { return m_sequence.frames == 0; }
    const Sequence& sequence() const { return m_sequence; }
    void add(const Sample& sample);

private:
    Sequence m_sequence;
    std::map<std::pair<QString, std::size_t>, std::size_t> m_tracks;
};

void Gathering::add(const Sample& sample)
{
    m_sequence.subset = sample.subset;
    m_sequence.name = sample.sequence;
    m_sequence.frames = std::max(m_sequence.frames, sample.number + 1);
    m_sequence.width = sample.width;
    m_sequence.height = sample.height;
    for (const Mark& mark : sample.marks) {
        std::size_t place = m_sequence.tracks.size();
        if (!mark.track.isEmpty())
            place = m_tracks.emplace(std::pair(mark.track, mark.category), place).first->second;
        // Two boxes of one track on one picture are two objects.
        if (place < m_sequence.tracks.size() && m_sequence.tracks[place].boxes.back().number == sample.number)
            place = m_sequence.tracks.size();
        if (place == m_sequence.tracks.size())
            m_sequence.tracks.push_back({mark.category, {}});
        m_sequence.tracks[place].boxes.push_back({sample.number, mark});
    }
}

} // namespace

Result<void> eachSequence(const Samples& samples, const std::function<Result<void>(const Sequence&)>& use)
{
    Gathering gathering;
    const auto walked = samples([&](const Sample& sample) -> Result<void> {
        if (!gathering.isEmpty() && !gathering.holds(sample)) {
            if (auto used = use(gathering.sequence()); !used)
                return used;
            gathering = {};
        }
        gathering.add(sample);
        return {};
    });
    if (!walked || gathering.isEmpty())
        return walked;
    return use(gathering.sequence());
}

Box mixed(const Box& from, const Box& to, double share)
{
    const auto mix = [&](double one, double other) { return one + (other - one) * share; };
    return {mix(from.x, to.x), mix(from.y, to.y), mix(from.width, to.width), mix(from.height, to.height)};
}

} // namespace cartwright::dataset
