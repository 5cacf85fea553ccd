#include "core/vision/people_tracks.h"

#include <algorithm>
#include <cmath>

namespace cartwright::vision {
namespace {

/// One finding alone is believed from this score on; of weaker ones a track needs this many.
constexpr double believedAlone = 0.6;
constexpr std::size_t enoughFindings = 3;
constexpr std::size_t enoughFaces = 2; ///< they are looked for less often
/// A body is believed to be where it was for so long while at least this share of its box changes between looks.
constexpr Microseconds longestMoving = 5 * microsecondsPerSecond;
constexpr double leastMotion = 0.02;

/// Whether two boxes are of one person a moment apart: they overlap, or their middles are near for their size.
bool belongTogether(const cv::Rect2d& one, const cv::Rect2d& other)
{
    const double common = (one & other).area();
    if (common > 0.25 * std::min(one.area(), other.area()))
        return std::max(one.height, other.height) < 2 * std::min(one.height, other.height);
    const double dx = one.x + one.width / 2 - other.x - other.width / 2;
    const double dy = one.y + one.height / 2 - other.y - other.height / 2;
    return std::hypot(dx, dy) < 0.75 * std::min(one.width, other.width);
}

} // namespace

bool PeopleTracks::Track::isTrusted() const
{
    return findings.size() >= (part == Person::Part::Face ? enoughFaces : enoughFindings) ||
           std::any_of(findings.begin(), findings.end(), [](const auto& finding) { return finding.second.score >= believedAlone; });
}

PeopleTracks::Track* PeopleTracks::nearest(const Person& person, Microseconds timestamp)
{
    Track* best = nullptr;
    double overlap = -1;
    for (Track& track : m_tracks) {
        const auto& [last, before] = track.findings.back();
        if (track.part != person.part || last == timestamp || timestamp - last > holdAfter ||
            !belongTogether(before.box, person.box))
            continue;
        if (const double common = (before.box & person.box).area(); common > overlap) {
            overlap = common;
            best = &track;
        }
    }
    return best;
}

void PeopleTracks::add(const std::vector<Person>& people, Microseconds timestamp,
                       const std::function<double(const cv::Rect2d&)>& motionIn)
{
    for (const Person& person : people) {
        Track* track = nearest(person, timestamp);
        if (!track) {
            m_tracks.push_back({person.part, {}, timestamp});
            track = &m_tracks.back();
        }
        track->findings.emplace_back(timestamp, person);
        track->lastFound = timestamp;
    }
    for (Track& track : m_tracks) {
        const auto& [last, person] = track.findings.back();
        if (!motionIn || track.part != Person::Part::Body || !track.isTrusted() || last == timestamp ||
            timestamp - last > holdAfter || timestamp - track.lastFound > longestMoving || motionIn(person.box) < leastMotion)
            continue;
        const Person moving{Person::Part::Body, person.box, 0};
        track.findings.emplace_back(timestamp, moving);
    }
}

std::vector<Person> PeopleTracks::at(Microseconds timestamp) const
{
    std::vector<Person> people;
    for (const Track& track : m_tracks) {
        const auto& findings = track.findings;
        if (!track.isTrusted() || timestamp < findings.front().first - holdBefore ||
            timestamp > findings.back().first + holdAfter)
            continue;
        const auto after = std::lower_bound(findings.begin(), findings.end(), timestamp,
                                            [](const auto& finding, Microseconds time) { return finding.first < time; });
        Person person = after == findings.end() ? findings.back().second : after->second;
        if (after != findings.begin() && after != findings.end())
            person.box |= (after - 1)->second.box;
        people.push_back(person);
    }
    return people;
}

void PeopleTracks::forgetBefore(Microseconds timestamp)
{
    std::erase_if(m_tracks, [&](const Track& track) { return track.findings.back().first + holdAfter < timestamp; });
    // Of long tracks only what may still be asked for is kept; so many findings keep them trusted.
    for (Track& track : m_tracks)
        while (track.findings.size() > enoughFindings + 1 && track.findings[enoughFindings].first < timestamp)
            track.findings.pop_front();
}

} // namespace cartwright::vision
