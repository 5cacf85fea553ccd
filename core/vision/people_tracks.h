#pragma once

// Internal to core/vision: OpenCV types appear here, so only this room and its tests include it.

#include "core/vision/people_finder.h"

#include <deque>
#include <functional>

namespace cartwright::vision {

/// Links findings of single frames to tracks and says where people are at any time between. One thread.
class PeopleTracks
{
public:
    /// What was found at this time; times rise. A body that was not found again stays where it was for a while as long as
    /// something moves there, which `motionIn` tells as a share of the box: who bends down is no upright person.
    void add(const std::vector<Person>& people, Microseconds timestamp,
             const std::function<double(const cv::Rect2d&)>& motionIn = {});
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
        Microseconds lastFound = 0; ///< by a detector
        bool isTrusted() const;
    };
    Track* nearest(const Person& person, Microseconds timestamp);

    std::vector<Track> m_tracks;
};

} // namespace cartwright::vision
