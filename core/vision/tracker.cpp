#include "core/vision/tracker.h"

#include "core/vision/picture_view.h"

#include <opencv2/imgproc.hpp>
#include <opencv2/tracking.hpp>

#include <algorithm>
#include <cmath>

namespace cartwright::vision {
namespace {

constexpr Microseconds leastDistance = microsecondsPerSecond / 15; ///< between two frames that are looked at
constexpr int patchSide = 32;

struct Seen
{
    Microseconds timestamp = 0;
    media::Picture picture; ///< keeps the pixels
    cv::Mat pixels() const { return viewOf(picture); }
};

/// One way's answer for a frame.
struct Found
{
    cv::Rect box;
    bool held = false; ///< the tracker did not lose it
};

Result<std::vector<Seen>> framesOf(media::ClipReader& reader, const TrackOrder& order, const Cancellation& cancel)
{
    const media::ClipIndex& index = reader.index();
    const std::size_t first = index.frameAt(order.from);
    const std::size_t last = index.frameAt(order.until);
    std::vector<Seen> seen;
    for (std::size_t i = first; i <= last; ++i) {
        const Microseconds at = index.frames[i].timestamp;
        if (i == first && index.frames[i].damaged)
            break;
        const bool wanted = i == first || i == last || at - seen.back().timestamp >= leastDistance;
        if (!wanted || index.frames[i].damaged)
            continue;
        if (cancel.isCancelled())
            return failure(ErrorKind::Cancelled, QStringLiteral("Carrying the box on was cancelled."));
        auto frame = reader.frame(i, media::Approach::Forward);
        if (!frame)
            return failure(frame.error());
        if (!frame->damaged)
            seen.push_back({at, frame->picture});
        if (seen.empty())
            break; // the frame of the box itself is damaged
    }
    if (seen.size() < 2)
        return failure(ErrorKind::Refused, QStringLiteral("There is no whole frame to carry the box on to."));
    return seen;
}

cv::Rect scaled(const Box& box, double scale, const cv::Size& size)
{
    const cv::Rect2d exact(box.x * scale, box.y * scale, box.width * scale, box.height * scale);
    const cv::Rect whole(cvRound(exact.x), cvRound(exact.y), std::max(1, cvRound(exact.width)), std::max(1, cvRound(exact.height)));
    return whole & cv::Rect(cv::Point(), size);
}

/// Follows the box through the frames in the order of `places`, the first of which has it.
std::vector<Found> follow(const std::vector<Seen>& seen, const std::vector<std::size_t>& places, const cv::Rect& start,
                          const Cancellation& cancel, const std::function<void()>& step)
{
    std::vector<Found> found(seen.size());
    found[places.front()] = {start, true};
    const auto tracker = cv::TrackerCSRT::create();
    tracker->init(seen[places.front()].pixels(), start);
    cv::Rect box = start;
    for (std::size_t i = 1; i < places.size() && !cancel.isCancelled(); ++i) {
        const cv::Mat picture = seen[places[i]].pixels();
        cv::Rect next = box;
        const bool held = tracker->update(picture, next);
        next &= cv::Rect(cv::Point(), picture.size());
        if (held && next.area() > 0)
            box = next;
        found[places[i]] = {box, held && next.area() > 0};
        step();
    }
    return found;
}

cv::Mat patchOf(const Seen& seen, const cv::Rect& box)
{
    cv::Mat gray;
    cv::Mat patch;
    cv::cvtColor(seen.pixels()(box), gray, cv::COLOR_BGR2GRAY);
    cv::resize(gray, patch, {patchSide, patchSide}, 0, 0, cv::INTER_AREA);
    return patch;
}

/// How much the two patches look alike: their normalised correlation, 0 to 1.
double likeness(const cv::Mat& a, const cv::Mat& b)
{
    cv::Mat result;
    cv::matchTemplate(a, b, result, cv::TM_CCOEFF_NORMED);
    const double value = result.at<float>(0, 0);
    return std::isfinite(value) ? std::clamp(value, 0.0, 1.0) : 0.0; // of a thing without any texture nobody can be sure
}

/// How much the object looks, on each frame, as on the first one.
std::vector<double> likenesses(const std::vector<Seen>& seen, const std::vector<Found>& found)
{
    const cv::Mat reference = patchOf(seen.front(), found.front().box);
    std::vector<double> alike;
    for (std::size_t i = 0; i < seen.size(); ++i)
        // Half alike is as much as a turned bottle keeps; a hand before it leaves less.
        alike.push_back(found[i].held ? std::min(1.0, likeness(reference, patchOf(seen[i], found[i].box)) * 1.25) : 0);
    return alike;
}

double overlap(const cv::Rect& a, const cv::Rect& b)
{
    const double common = (a & b).area();
    return common / (a.area() + b.area() - common);
}

cv::Rect2d blended(const cv::Rect& a, const cv::Rect& b, double share)
{
    const auto mix = [share](int from, int to) { return from + (to - from) * share; };
    return {mix(a.x, b.x), mix(a.y, b.y), mix(a.width, b.width), mix(a.height, b.height)};
}

struct Ways
{
    std::vector<Found> forward;
    std::vector<double> alike;
    std::vector<Found> backward;
    std::optional<cv::Rect> end; ///< what is known of the last frame
};

/// Back again through each run of frames on which the object looks like itself. Across what hides it nothing can be followed back,
/// so that what was sure before stays so.
void followBack(const std::vector<Seen>& seen, Ways& ways, const Cancellation& cancel, const std::function<void()>& step)
{
    ways.backward = ways.forward;
    std::size_t end = seen.size();
    while (end > 0) {
        const std::size_t last = end - 1;
        const bool isEnd = ways.end && end == seen.size();
        std::vector<std::size_t> places;
        while (end > 0 && (ways.alike[end - 1] >= TrackedBox::sureEnough || (isEnd && end - 1 == last)))
            places.push_back(--end);
        if (places.empty()) {
            --end;
            continue;
        }
        const auto run = follow(seen, places, isEnd ? *ways.end : ways.forward[last].box, cancel, step);
        for (const std::size_t place : places)
            ways.backward[place] = run[place];
    }
}

std::vector<TrackedBox> judged(const std::vector<Seen>& seen, const Ways& ways, const TrackOrder& order, double scale)
{
    std::vector<TrackedBox> answer;
    const std::size_t last = seen.size() - (ways.end ? 1 : 0);
    const double span = static_cast<double>(seen.back().timestamp - seen.front().timestamp);
    for (std::size_t i = 1; i < last; ++i) {
        const Found& forward = ways.forward[i];
        const Found& backward = ways.backward[i];
        const double share = ways.end ? static_cast<double>(seen[i].timestamp - seen.front().timestamp) / span : 0;
        const cv::Rect2d box = blended(forward.box, backward.box, share);
        TrackedBox tracked;
        tracked.timestamp = seen[i].timestamp;
        tracked.box = {box.x / scale, box.y / scale, box.width / scale, box.height / scale};
        tracked.sureness = std::min(overlap(forward.box, backward.box), ways.alike[i]);
        answer.push_back(tracked);
    }
    // Sizes that were rounded to the small picture must not make a box that was not moved another one.
    for (TrackedBox& tracked : answer)
        if (std::abs(tracked.box.width - order.box.width) * scale < 1 && std::abs(tracked.box.height - order.box.height) * scale < 1) {
            tracked.box.width = order.box.width;
            tracked.box.height = order.box.height;
        }
    return answer;
}

Result<void> checkOrder(const TrackOrder& order)
{
    if (order.clipWidth < 1 || order.until <= order.from)
        return failure(ErrorKind::Refused, QStringLiteral("There is no later frame to carry the box on to."));
    if (order.until - order.from > longestTrack)
        return failure(ErrorKind::Refused, QStringLiteral("A box is carried on by at most %1 seconds; draw one nearer to it.")
                                               .arg(longestTrack / microsecondsPerSecond));
    return {};
}

std::vector<std::size_t> countedUp(std::size_t count)
{
    std::vector<std::size_t> places(count);
    for (std::size_t i = 0; i < count; ++i)
        places[i] = i;
    return places;
}

} // namespace

Result<std::vector<TrackedBox>> trackBox(media::ClipReader& reader, const TrackOrder& order, const Cancellation& cancel,
                                         const std::function<void(double)>& progress)
{
    if (auto checked = checkOrder(order); !checked)
        return failure(checked.error());
    const auto seen = framesOf(reader, order, cancel);
    if (!seen)
        return failure(seen.error());
    const cv::Size size(seen->front().picture.width, seen->front().picture.height);
    const double scale = static_cast<double>(size.width) / order.clipWidth;
    const cv::Rect start = scaled(order.box, scale, size);
    constexpr int leastSide = 4;
    if (start.width < leastSide || start.height < leastSide)
        return failure(ErrorKind::Refused, QStringLiteral("This box is too small or too far outside the picture to be carried on."));
    std::size_t done = 0;
    const auto step = [&] { progress(static_cast<double>(++done) / static_cast<double>(2 * seen->size() - 2)); };
    try {
        Ways ways;
        ways.forward = follow(*seen, countedUp(seen->size()), start, cancel, step);
        if (!cancel.isCancelled())
            ways.alike = likenesses(*seen, ways.forward);
        const cv::Rect known = order.end ? scaled(*order.end, scale, size) : cv::Rect();
        if (known.width >= leastSide && known.height >= leastSide)
            ways.end = known;
        if (!cancel.isCancelled())
            followBack(*seen, ways, cancel, step);
        if (cancel.isCancelled())
            return failure(ErrorKind::Cancelled, QStringLiteral("Carrying the box on was cancelled."));
        progress(1.0);
        return judged(*seen, ways, order, scale);
    } catch (const cv::Exception& problem) {
        return failure(ErrorKind::Failed, QStringLiteral("The box could not be carried on; draw it where it is needed."),
                       QString::fromStdString(problem.what()));
    }
}

} // namespace cartwright::vision
