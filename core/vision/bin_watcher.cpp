#include "core/vision/bin_watcher.h"

#include "core/vision/bin_events.h"

#include <algorithm>
#include <cmath>

namespace cartwright::vision {
namespace {
constexpr Microseconds sampleDistance = 60'000;

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
} // namespace

BinWatcher::BinWatcher(cv::Size clip, std::vector<WatchedBin> bins, std::size_t memoryBudget)
    : m_clip(clip), m_bins(std::move(bins)), m_memoryBudget(memoryBudget)
{
}

bool BinWatcher::wants(Microseconds timestamp) const
{
    return m_samples.empty() || timestamp - m_samples.back().timestamp >= sampleDistance;
}

void BinWatcher::start(cv::Size frame)
{
    m_scale = WorkScale::choose(frame, smallestSide(m_bins, static_cast<double>(frame.width) / std::max(1, m_clip.width)));
    m_areas = placeBins(m_bins, m_clip, m_scale);
}

void BinWatcher::add(const cv::Mat& frame, Microseconds timestamp)
{
    if (m_areas.empty())
        start(frame.size());
    if (!wants(timestamp))
        return;
    const cv::Mat small = m_scale.reduce(frame);
    if (!m_aligner)
        m_aligner.emplace(small);
    const Alignment alignment = m_aligner->align(small);
    Sample sample;
    sample.timestamp = timestamp;
    sample.shift = alignment.shift;
    sample.picture = Aligner::normalise(small, alignment);
    m_samples.push_back(sample);
}

void BinWatcher::analyse(bool)
{
    const Backdrop backdrop = makeBackdrop(m_samples);
    for (const BinArea& area : m_areas) {
        BinStory story = tellStory(m_samples, area, backdrop);
        for (auto& i : story.interactions) m_findings.interactions.push_back(i);
    }
}

Findings BinWatcher::finish()
{
    if (!m_samples.empty())
        analyse(true);
    return m_findings;
}

} // namespace cartwright::vision
