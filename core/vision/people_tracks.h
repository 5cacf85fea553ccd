#pragma once

// Internal to core/vision: OpenCV types appear here, so only this room and its tests include it.

#include "core/vision/people_finder.h"

#include <deque>

namespace cartwright::vision {

/// Links findings of single frames to tracks and says where people are at any time between. One thread.
class PeopleTracks
{
public:
    /// What was found at this time; times rise.
    void add(const std::vector<Person>& people, Microseconds timestamp);
    /// Where people are at this time: between two findings of a track the area of both, and before the first and after
    /// the last finding its box for the time of holding.
    std::vector<Person> at(Microseconds timestamp) const;
    /// Forgets what ended so long before this time that `at` no longer gives it.
    void forgetBefore(Microseconds timestamp);

    static constexpr Microseconds holdBefore = microsecondsPerSecond;
    static constexpr Microseconds holdAfter = 2 * microsecondsPerSecond;

private:
    struct Track
    {
        Person::Part part = Person::Part::Body;
        std::deque<std::pair<Microseconds, Person>> findings;
        bool isTrusted() const;
    };
    Track* nearest(const Person& person, Microseconds timestamp);

    std::vector<Track> m_tracks;
};

} // namespace cartwright::vision
