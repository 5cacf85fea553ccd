#include "core/pipeline/evidence.h"

#include <algorithm>

namespace cartwright::pipeline {
namespace {

constexpr Microseconds rhythm = 400'000; ///< clips of one sale begin and end within this of each other

/// Time within `wanted` that no span covers. The spans are in order.
Microseconds uncovered(const Span& wanted, std::vector<Span> spans)
{
    std::sort(spans.begin(), spans.end());
    Microseconds missing = 0;
    UtcMicroseconds reached = wanted.first;
    for (const auto& [from, until] : spans) {
        missing += std::max<Microseconds>(0, std::min(from, wanted.second) - reached);
        reached = std::max(reached, std::min(until, wanted.second));
    }
    return missing + std::max<Microseconds>(0, wanted.second - reached);
}

/// What a clip shows: its span without its blind moments.
std::vector<Span> seeingSpans(const ClipFindings& clip)
{
    std::vector<Span> seeing;
    UtcMicroseconds from = clip.span.first - rhythm;
    for (const auto& [blindFrom, blindUntil] : clip.blind) {
        if (blindFrom > from)
            seeing.emplace_back(from, blindFrom);
        from = std::max(from, blindUntil);
    }
    if (clip.span.second + rhythm > from)
        seeing.emplace_back(from, clip.span.second + rhythm);
    return seeing;
}

/// The longest time that some bin was out of sight of all its cameras, while any camera recorded.
Microseconds longestUnseen(const Store& store, const std::vector<ClipFindings>& clips, const Span& recorded)
{
    Microseconds longest = 0;
    for (const auto& bin : store.bins) {
        std::vector<Span> seeing;
        for (const auto& view : bin.views)
            for (const auto& clip : clips)
                if (clip.state.usable && clip.state.cameraId == view.cameraId) {
                    const auto spans = seeingSpans(clip);
                    seeing.insert(seeing.end(), spans.begin(), spans.end());
                }
        if (!bin.views.empty())
            longest = std::max(longest, uncovered(recorded, std::move(seeing)));
    }
    return longest;
}

} // namespace

void judgeEvidence(review::FlagInput& input, const Sale& sale, const Store& store, const std::vector<ClipFindings>& clips)
{
    if (clips.empty())
        return;
    const double visit = static_cast<double>(std::max<Microseconds>(sale.exitedAt - sale.enteredAt, 1));
    std::optional<Span> recorded;
    Microseconds missing = 0;
    for (const auto& clip : clips) {
        if (!clip.state.usable || !clip.state.damage.isEmpty() || clip.gaps > 0) {
            input.evidenceComplete = false;
            missing = std::max(missing, clip.state.usable ? clip.gaps : sale.exitedAt - sale.enteredAt);
        }
        if (clip.state.usable)
            recorded = recorded ? Span{std::min(recorded->first, clip.span.first), std::max(recorded->second, clip.span.second)}
                                : clip.span;
    }
    if (const Microseconds unseen = recorded ? longestUnseen(store, clips, *recorded) : 0; unseen > 0) {
        input.evidenceComplete = false;
        missing = std::max(missing, unseen);
    }
    input.evidenceMissing = std::min(1.0, static_cast<double>(missing) / visit);
}

} // namespace cartwright::pipeline
