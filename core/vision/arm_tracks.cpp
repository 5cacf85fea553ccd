#include "core/vision/arm_tracks.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <map>

namespace cartwright::vision {
namespace {

constexpr int borderDepth = 5;          ///< work pixels from the border in which a sleeve's colour is read
constexpr int leastRun = 5;             ///< work pixels of border that an arm covers at least
constexpr double sameEntry = 26;        ///< work pixels that an arm's entry moves from glimpse to glimpse at most
constexpr double sameSleeve = 30;       ///< distance of colours of one sleeve from glimpse to glimpse at most
constexpr Microseconds outOfSight = 300'000;
constexpr Microseconds shortestMeeting = 200'000;
constexpr Microseconds glimpseDistance = 110'000;
constexpr double leastOverBin = 0.03;   ///< of a bin's area that an arm at work covers
constexpr double mostOverBins = 0.10;   ///< of the arms' area that may lie over bins where they meet before none

/// A piece of the border that something foreign covers.
struct Run
{
    cv::Point2d entry;
    cv::Vec3d colour;
    int label = 0;
};

/// Points along the border, `depth` pixels inside, clockwise from the top left.
std::vector<cv::Point> borderPoints(cv::Size size, int depth)
{
    std::vector<cv::Point> points;
    for (int x = depth; x < size.width - depth; ++x)
        points.emplace_back(x, depth);
    for (int y = depth; y < size.height - depth; ++y)
        points.emplace_back(size.width - 1 - depth, y);
    for (int x = size.width - depth - 1; x >= depth; --x)
        points.emplace_back(x, size.height - 1 - depth);
    for (int y = size.height - depth - 1; y >= depth; --y)
        points.emplace_back(depth, y);
    return points;
}

cv::Vec3d medianColour(std::vector<cv::Vec3b> pixels)
{
    cv::Vec3d colour;
    const auto middle = static_cast<std::ptrdiff_t>(pixels.size() / 2);
    for (int channel = 0; channel < 3; ++channel) {
        std::nth_element(pixels.begin(), pixels.begin() + middle, pixels.end(),
                         [channel](const cv::Vec3b& a, const cv::Vec3b& b) { return a[channel] < b[channel]; });
        colour[channel] = pixels[static_cast<std::size_t>(middle)][channel];
    }
    return colour;
}

double distance(const cv::Vec3d& a, const cv::Vec3d& b) { return colourDistance({a[0], a[1], a[2]}, {b[0], b[1], b[2]}); }

std::vector<Run> runsAlongBorder(const cv::Mat& labels, const cv::Mat& picture)
{
    const std::vector<cv::Point> line = borderPoints(labels.size(), borderDepth);
    std::vector<Run> runs;
    for (std::size_t i = 0; i < line.size();) {
        const int label = labels.at<int>(line[i]);
        std::size_t end = i + 1;
        while (end < line.size() && labels.at<int>(line[end]) == label)
            ++end;
        if (label != 0 && end - i >= leastRun) {
            // The middle half: edges are mixed with the backdrop.
            std::vector<cv::Vec3b> pixels;
            for (std::size_t n = i + (end - i) / 4; n < end - (end - i) / 4; ++n)
                pixels.push_back(picture.at<cv::Vec3b>(line[n]));
            runs.push_back({cv::Point2d(line[(i + end) / 2]), medianColour(std::move(pixels)), label});
        }
        i = end;
    }
    return runs;
}

class Follower
{
public:
    Follower(const std::vector<Sample>& samples, const Backdrop& backdrop) : m_samples(samples), m_backdrop(backdrop) {}

    Arms follow()
    {
        Microseconds last = -glimpseDistance;
        for (std::size_t i = 0; i < m_samples.size(); ++i) {
            if (m_samples[i].blind || m_samples[i].timestamp - last < glimpseDistance)
                continue;
            last = m_samples[i].timestamp;
            look(i);
        }
        dropWhatStays();
        return std::move(m_arms);
    }

private:
    void look(std::size_t i)
    {
        const cv::Mat foreign = foreignRegion(m_samples[i].picture, m_backdrop);
        if (cv::countNonZero(foreign) == 0)
            return;
        cv::Mat labels;
        cv::connectedComponents(foreign, labels, 8, CV_32S);
        const std::vector<Run> runs = runsAlongBorder(labels, m_samples[i].picture);
        std::map<int, cv::Mat> regions;
        std::map<int, std::size_t> counts;
        for (const Run& run : runs)
            ++counts[run.label];
        for (const Run& run : runs) {
            cv::Mat& region = regions[run.label];
            if (region.empty())
                region = labels == run.label;
            m_arms.glimpses.push_back({i, trackOf(run, m_samples[i].timestamp), counts[run.label], region});
        }
    }

    std::size_t trackOf(const Run& run, Microseconds now)
    {
        std::size_t best = m_arms.tracks.size();
        double nearest = 1;
        for (std::size_t t = 0; t < m_arms.tracks.size(); ++t) {
            const ArmTrack& track = m_arms.tracks[t];
            if (now - track.until > outOfSight || track.until == now)
                continue;
            const double apart = std::max(cv::norm(run.entry - track.entry) / sameEntry,
                                          distance(run.colour, track.colour) / sameSleeve);
            if (apart < nearest) {
                nearest = apart;
                best = t;
            }
        }
        if (best == m_arms.tracks.size())
            m_arms.tracks.push_back({now, now, run.colour, 0, run.entry});
        ArmTrack& track = m_arms.tracks[best];
        track.colour = (track.colour * track.seen + run.colour) * (1 / (track.seen + 1));
        track.seen += 1;
        track.until = now;
        track.entry = run.entry;
        return best;
    }

    /// Arms leave; what is still there at the end, and has been for long, is something else.
    void dropWhatStays()
    {
        if (m_samples.empty())
            return;
        constexpr Microseconds longStay = 3'000'000;
        const Microseconds end = m_samples.back().timestamp;
        std::erase_if(m_arms.glimpses, [&](const ArmGlimpse& glimpse) {
            const ArmTrack& track = m_arms.tracks[glimpse.track];
            return end - track.until < outOfSight && track.until - track.from > longStay;
        });
    }

    const std::vector<Sample>& m_samples;
    const Backdrop& m_backdrop;
    Arms m_arms;
};

ArmLook lookOf(const ArmTrack& track, std::size_t number, double share)
{
    return {{track.colour[0], track.colour[1], track.colour[2]}, share, static_cast<int>(number)};
}

std::vector<ArmLook> looksOf(const std::map<std::size_t, double>& weights, const Arms& arms)
{
    double sum = 0;
    for (const auto& [track, weight] : weights)
        sum += weight;
    std::vector<ArmLook> looks;
    for (const auto& [track, weight] : weights)
        looks.push_back(lookOf(arms.tracks[track], track, weight / sum));
    std::stable_sort(looks.begin(), looks.end(), [](const ArmLook& a, const ArmLook& b) { return a.share > b.share; });
    return looks;
}

} // namespace

cv::Mat foreignRegion(const cv::Mat& picture, const Backdrop& backdrop)
{
    cv::Mat difference;
    cv::absdiff(picture, backdrop.picture, difference);
    cv::Mat planes[3];
    cv::split(difference, planes);
    cv::Mat foreign = (planes[0] > std::max(30.0, 6 * backdrop.noise)) | (planes[1] > std::max(12.0, 6 * backdrop.chromaNoise))
                      | (planes[2] > std::max(12.0, 6 * backdrop.chromaNoise));
    cv::medianBlur(foreign, foreign, 5);
    cv::dilate(foreign, foreign, cv::Mat());
    return foreign;
}

double colourDistance(const SleeveColour& a, const SleeveColour& b)
{
    // Brightness depends on where in the picture the sleeve is, colour hardly.
    constexpr double lumaWeight = 0.35;
    const double y = (a.y - b.y) * lumaWeight, cr = a.cr - b.cr, cb = a.cb - b.cb;
    return std::sqrt(y * y + cr * cr + cb * cb);
}

Arms followArms(const std::vector<Sample>& samples, const Backdrop& backdrop) { return Follower(samples, backdrop).follow(); }

void nameArms(std::vector<Interaction>& interactions, const std::vector<Sample>& samples, const Arms& arms,
              const std::vector<BinArea>& bins)
{
    for (Interaction& interaction : interactions) {
        const auto bin = std::find_if(bins.begin(), bins.end(),
                                      [&](const BinArea& area) { return area.binId == interaction.binId; });
        if (bin == bins.end())
            continue;
        std::map<std::size_t, double> weights;
        for (const ArmGlimpse& glimpse : arms.glimpses) {
            const Microseconds at = samples[glimpse.sample].timestamp;
            if (at < interaction.from || at > interaction.until)
                continue;
            const int over = cv::countNonZero(glimpse.region(bin->window) & bin->inside);
            if (over >= leastOverBin * bin->insideCount)
                weights[glimpse.track] += over / static_cast<double>(glimpse.together * glimpse.together);
        }
        if (!weights.empty())
            interaction.arms = looksOf(weights, arms);
    }
}

std::vector<Seen> armsAt(const std::vector<AskedMoment>& asked, const std::vector<Sample>& samples, const Arms& arms)
{
    constexpr Microseconds around = 300'000;
    std::vector<Seen> all;
    for (const AskedMoment& moment : asked) {
        std::map<std::size_t, double> weights;
        for (const ArmGlimpse& glimpse : arms.glimpses) {
            if (std::abs(samples[glimpse.sample].timestamp - moment.at) > around)
                continue;
            double weight = 1;
            if (moment.box) {
                const cv::Rect box = cv::Rect(cvRound(moment.box->x), cvRound(moment.box->y), cvRound(moment.box->width),
                                              cvRound(moment.box->height))
                                     & cv::Rect({}, glimpse.region.size());
                weight = box.empty() ? 0 : cv::countNonZero(glimpse.region(box));
            }
            if (weight > 0)
                weights[glimpse.track] += weight;
        }
        all.push_back({moment.at, weights.empty() ? std::vector<ArmLook>() : looksOf(weights, arms)});
    }
    return all;
}

std::vector<Meeting> findMeetings(const Arms& arms, const std::vector<Sample>& samples, const std::vector<BinArea>& bins)
{
    if (arms.glimpses.empty())
        return {};
    cv::Mat anyBin = cv::Mat::zeros(arms.glimpses.front().region.size(), CV_8U);
    for (const BinArea& bin : bins)
        if (bin.insideCount > 0 && !bin.binId.isEmpty())
            bin.inside.copyTo(anyBin(bin.window), bin.inside);
    std::map<std::pair<std::size_t, std::size_t>, Meeting> open;
    for (std::size_t i = 0; i < arms.glimpses.size(); ++i)
        for (std::size_t j = i + 1; j < arms.glimpses.size() && arms.glimpses[j].sample == arms.glimpses[i].sample; ++j) {
            const ArmGlimpse &a = arms.glimpses[i], &b = arms.glimpses[j];
            if (a.region.data != b.region.data) // apart in the picture
                continue;
            if (cv::countNonZero(a.region & anyBin) > mostOverBins * cv::countNonZero(a.region))
                continue;
            const Microseconds at = samples[a.sample].timestamp;
            const auto key = std::minmax(a.track, b.track);
            const auto [it, isNew] = open.try_emplace({key.first, key.second});
            Meeting& meeting = it->second;
            if (isNew)
                meeting = {at, at, lookOf(arms.tracks[key.first], key.first, 1), lookOf(arms.tracks[key.second], key.second, 1)};
            meeting.until = at;
        }
    std::vector<Meeting> meetings;
    for (const auto& [tracks, meeting] : open)
        if (meeting.until - meeting.from >= shortestMeeting
            && colourDistance(meeting.one.colour, meeting.other.colour) > 6)
            meetings.push_back(meeting);
    return meetings;
}

} // namespace cartwright::vision
