#include "core/vision/bin_watcher.h"

#include "core/vision/arm_tip.h"
#include "core/vision/arm_tracks.h"
#include "core/vision/bin_events.h"
#include "core/vision/blindness.h"

#include <algorithm>
#include <cmath>

namespace cartwright::vision {
namespace {

constexpr Microseconds sampleDistance = 60'000;
constexpr Microseconds calmAroundCut = 500'000;
constexpr double muchLighter = 2.2; ///< than the reference: it was taken while the light was out
constexpr std::size_t fewestSamples = 200;

double smallestSide(const std::vector<WatchedBin>& bins, double scale)
{
    double smallest = 1e9;
    for (const WatchedBin& bin : bins) {
        if (bin.polygon.empty())
            continue;
        const auto [left, right] = std::minmax_element(bin.polygon.begin(), bin.polygon.end(),
                                                       [](const Point& a, const Point& b) { return a.x < b.x; });
        const auto [top, bottom] = std::minmax_element(bin.polygon.begin(), bin.polygon.end(),
                                                       [](const Point& a, const Point& b) { return a.y < b.y; });
        smallest = std::min({smallest, (right->x - left->x) * scale, (bottom->y - top->y) * scale});
    }
    return smallest;
}

/// Whether two boxes lie over or right beside each other.
bool overlaps(const Box& a, const Box& b)
{
    constexpr double margin = 6;
    return a.x < b.x + b.width + margin && b.x < a.x + a.width + margin && a.y < b.y + b.height + margin
           && b.y < a.y + a.height + margin;
}

} // namespace

BinWatcher::BinWatcher(cv::Size clip, std::vector<WatchedBin> bins, std::vector<AskedMoment> asked,
                       std::size_t memoryBudget)
    : m_clip(clip), m_bins(std::move(bins)), m_asked(std::move(asked)), m_memoryBudget(memoryBudget)
{
}

bool BinWatcher::wants(Microseconds timestamp) const
{
    return m_samples.empty() || timestamp - m_samples.back().timestamp >= sampleDistance;
}

void BinWatcher::start(cv::Size frame)
{
    const double toFrame = static_cast<double>(frame.width) / std::max(1, m_clip.width);
    m_scale = WorkScale::choose(frame, smallestSide(m_bins, toFrame));
    m_areas = placeBins(m_bins, m_clip, m_scale);
    m_elsewhere = placesElsewhere(m_areas, m_scale);
    m_capacity = std::max(fewestSamples, m_memoryBudget / static_cast<std::size_t>(3 * m_scale.work.area()));
}

void BinWatcher::add(const cv::Mat& frame, Microseconds timestamp)
{
    if (m_bins.empty() || !wants(timestamp))
        return;
    if (m_areas.empty())
        start(frame.size());
    const cv::Mat small = m_scale.reduce(frame);
    Sample sample;
    sample.timestamp = timestamp;
    if (isBlank(small)) {
        sample.blind = true;
        sample.picture = small;
    } else {
        alignSample(small, sample);
    }
    m_samples.push_back(sample);
    if (m_samples.size() >= m_capacity)
        analyse(Part::Stretch);
}

void BinWatcher::alignSample(const cv::Mat& small, Sample& sample)
{
    if (!m_aligner)
        m_aligner.emplace(small);
    Alignment alignment = m_aligner->align(small);
    m_lighterInRow = alignment.gain[0] > muchLighter ? m_lighterInRow + 1 : 0;
    if (m_lighterInRow >= 3) {
        takeNewReference(small, alignment);
        alignment = m_aligner->align(small);
    }
    sample.shift = alignment.shift;
    sample.gain = alignment.gain[0];
    sample.detail = alignment.detail;
    sample.agreeing = alignment.agreeing;
    sample.picture = Aligner::normalise(small, alignment);
}

/// Goes on with a reference in good light; what was normalised to the old one is brought to the new one.
void BinWatcher::takeNewReference(const cv::Mat& small, const Alignment& toOld)
{
    Alignment onlyMoved;
    onlyMoved.shift = toOld.shift;
    m_aligner.emplace(Aligner::normalise(small, onlyMoved));
    Alignment light;
    for (int channel = 0; channel < 3; ++channel) {
        light.gain[channel] = 1 / toOld.gain[channel];
        light.offset[channel] = -toOld.offset[channel] / toOld.gain[channel];
    }
    for (Sample& sample : m_samples) {
        if (!sample.blind)
            sample.picture = Aligner::normalise(sample.picture, light);
        sample.gain /= toOld.gain[0];
    }
    m_lighterInRow = 0;
}

/// The latest moment at which nothing had happened at any bin for a while, as a place among the samples; where
/// there is none, the middle.
std::size_t BinWatcher::cutPlace(const std::vector<std::vector<bool>>& calm) const
{
    Microseconds quietUntil = m_samples.back().timestamp;
    Microseconds disturbedAt = quietUntil + 1;
    for (std::size_t i = m_samples.size(); i-- > m_samples.size() / 2;) {
        const bool quiet = std::all_of(calm.begin(), calm.end(), [i](const auto& bin) { return bin[i]; });
        if (!quiet) {
            disturbedAt = m_samples[i].timestamp;
            quietUntil = disturbedAt;
        }
        // i is calm, and so is everything up to the next disturbance; is the time before it calm as well?
        if (!quiet || disturbedAt - m_samples[i].timestamp < calmAroundCut)
            continue;
        std::size_t first = i;
        while (first > 0 && m_samples[i].timestamp - m_samples[first].timestamp < calmAroundCut
               && std::all_of(calm.begin(), calm.end(), [first](const auto& bin) { return bin[first - 1]; }))
            --first;
        if (m_samples[i].timestamp - m_samples[first].timestamp >= calmAroundCut)
            return i;
    }
    return m_samples.size() / 2;
}

void BinWatcher::analyse(Part part)
{
    markBlind(m_samples);
    const Backdrop backdrop = makeBackdrop(m_samples);
    std::vector<Interaction> found;
    std::vector<std::vector<bool>> calm;
    for (const BinArea& area : m_areas) {
        if (area.insideCount == 0)
            continue;
        BinStory story = tellStory(m_samples, area, backdrop);
        found.insert(found.end(), story.interactions.begin(), story.interactions.end());
        calm.push_back(std::move(story.calm));
    }
    std::vector<Interaction> elsewhere;
    for (const BinArea& area : m_elsewhere)
        for (Interaction& interaction : tellStory(m_samples, area, backdrop).interactions)
            if (interaction.outcome != EventKind::None)
                elsewhere.push_back(std::move(interaction));
    const std::size_t cut = part == Part::Rest ? m_samples.size() : cutPlace(calm);
    const bool whole = cut >= m_samples.size();
    const Microseconds end = whole ? m_samples.back().timestamp + 1 : m_samples[cut].timestamp;
    dropPassingArms(found, m_samples, m_areas, backdrop);
    followArms(found, elsewhere, backdrop, end);
    for (auto* list : {&found, &elsewhere})
        for (Interaction& interaction : *list)
            if (interaction.from < end) {
                toClip(interaction.region);
                keep(list == &found ? m_findings.interactions : m_findings.elsewhere, std::move(interaction));
            }
    for (Blind span : blindSpans(m_samples))
        if (span.from < end)
            keep(Blind{span.from, std::min(span.until, end)});
    // The samples just before the cut stay, so that the next stretch knows the calm state.
    std::size_t rest = cut;
    while (!whole && rest > 0 && end - m_samples[rest - 1].timestamp < calmAroundCut)
        --rest;
    m_samples.erase(m_samples.begin(), m_samples.begin() + static_cast<std::ptrdiff_t>(rest));
}

void BinWatcher::followArms(std::vector<Interaction>& found, std::vector<Interaction>& elsewhere,
                            const Backdrop& backdrop, Microseconds end)
{
    const Arms arms = vision::followArms(m_samples, backdrop);
    nameArms(found, m_samples, arms, m_areas);
    nameArms(elsewhere, m_samples, arms, m_elsewhere);
    for (Interaction& interaction : elsewhere)
        interaction.binId.clear();
    for (const Meeting& meeting : findMeetings(arms, m_samples, m_areas))
        if (meeting.from < end)
            m_findings.meetings.push_back(meeting);
    std::vector<AskedMoment> now;
    const double toWorkX = static_cast<double>(m_scale.frame.width) / m_scale.divisor / m_clip.width;
    const double toWorkY = static_cast<double>(m_scale.frame.height) / m_scale.divisor / m_clip.height;
    std::erase_if(m_asked, [&](AskedMoment& moment) {
        if (moment.at >= end)
            return false;
        if (moment.box)
            moment.box = Box{moment.box->x * toWorkX, moment.box->y * toWorkY, moment.box->width * toWorkX,
                             moment.box->height * toWorkY};
        now.push_back(moment);
        return true;
    });
    for (Seen& seen : armsAt(now, m_samples, arms))
        m_findings.seen.push_back(std::move(seen));
}

void BinWatcher::toClip(Box& box) const
{
    const double toClipX = static_cast<double>(m_clip.width) * m_scale.divisor / m_scale.frame.width;
    const double toClipY = static_cast<double>(m_clip.height) * m_scale.divisor / m_scale.frame.height;
    box = {box.x * toClipX, box.y * toClipY, std::min(box.width * toClipX, m_clip.width - box.x * toClipX),
           std::min(box.height * toClipY, m_clip.height - box.y * toClipY)};
}

void BinWatcher::keep(std::vector<Interaction>& known, Interaction interaction)
{
    const bool told = std::any_of(known.begin(), known.end(), [&](const Interaction& other) {
        return other.binId == interaction.binId && other.until >= interaction.from
               && (!interaction.binId.isEmpty() || overlaps(other.region, interaction.region));
    });
    if (!told) // A stretch cut in the middle of an event sees its end twice.
        known.push_back(std::move(interaction));
}

void BinWatcher::keep(const Blind& span)
{
    if (!m_findings.blind.empty() && m_findings.blind.back().until >= span.from)
        m_findings.blind.back().until = std::max(m_findings.blind.back().until, span.until);
    else
        m_findings.blind.push_back(span);
}

Findings BinWatcher::finish()
{
    if (!m_samples.empty())
        analyse(Part::Rest);
    for (auto* list : {&m_findings.interactions, &m_findings.elsewhere})
        std::stable_sort(list->begin(), list->end(),
                         [](const Interaction& a, const Interaction& b) { return a.from < b.from; });
    for (const AskedMoment& moment : m_asked) // after the clip's end
        m_findings.seen.push_back({moment.at, {}});
    return std::move(m_findings);
}

} // namespace cartwright::vision
