#include "core/vision/bin_events.h"

#include "core/vision/piece_count.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>

namespace cartwright::vision {
namespace {

constexpr Microseconds passingState = 350'000; ///< a state that holds no longer may be a hand that stood still
constexpr double directionStrength = 6.5; ///< turns `cleared` into a probability; see tests/vision
constexpr Microseconds leastHandling = 500'000;
constexpr double leastHand = 0.03;         ///< share of the ring that a hand must have covered for goods to change
constexpr double leastMotion = 0.15;       ///< share of the bin that must have moved where there is no ring to see
constexpr int leastRing = 60;
constexpr std::size_t spansAsked = 2;
constexpr double leastCoverage = 0.08;

/// The step from one calm span to the next.
struct Step
{
    std::size_t from = 0; ///< places of the calm spans
    std::size_t to = 0;
    StateChange change;
    double cleared = 0;   ///< after asking the other steps
};

class Teller
{
public:
    Teller(const std::vector<Sample>& samples, const BinArea& bin, const Backdrop& backdrop)
        : m_samples(samples), m_bin(bin), m_backdrop(backdrop), m_glances(glanceAt(samples, bin, backdrop)),
          m_spans(findCalmSpans(samples, m_glances, bin))
    {
    }

    BinStory tell()
    {
        dropPassingStates();
        BinStory story;
        story.calm.resize(m_samples.size(), false);
        for (const CalmSpan& span : m_spans)
            std::fill(story.calm.begin() + static_cast<std::ptrdiff_t>(span.first),
                      story.calm.begin() + static_cast<std::ptrdiff_t>(span.last) + 1, true);
        std::vector<Step> steps;
        for (std::size_t i = 0; i + 1 < m_spans.size(); ++i)
            steps.push_back({i, i + 1, changeAcross(i), 0});
        askEachOther(steps);
        for (const Step& step : steps)
            if (std::optional<Interaction> found = judge(step))
                story.interactions.push_back(*found);
        return story;
    }

private:
    StateChange compare(std::size_t a, std::size_t b) const
    {
        return compareStates(m_spans[a].tail, m_spans[b].head, m_bin, m_backdrop.noise);
    }
    /// The change from span i to the next. Between spans that no hand separates only the light can have changed, so
    /// the goods are the same if they are in any pair of their neighbours.
    StateChange changeAcross(std::size_t i) const
    {
        const StateChange next = compare(i, i + 1);
        if (!next.changed())
            return next;
        std::size_t first = i;
        while (first > 0 && i - first < spansAsked && !handBetween(first - 1))
            --first;
        std::size_t last = i + 1;
        while (last + 1 < m_spans.size() && last - i <= spansAsked && !handBetween(last))
            ++last;
        for (std::size_t a = first; a <= i; ++a)
            for (std::size_t b = i + 1; b <= last; ++b)
                if (const StateChange other = compare(a, b); !other.differs())
                    return other;
        return next;
    }
    bool handBetween(std::size_t i) const { return somebodyWasThere(m_spans[i].last + 1, m_spans[i + 1].first); }

    Microseconds length(std::size_t span) const
    {
        return m_samples[m_spans[span].last].timestamp - m_samples[m_spans[span].first].timestamp;
    }

    /// A hand that stands still looks like a calm bin. Such a state is short and unlike what comes before and after.
    void dropPassingStates()
    {
        for (std::size_t i = 1; i + 1 < m_spans.size();) {
            const bool passing = length(i) < passingState && compare(i - 1, i).changed() && compare(i, i + 1).changed();
            if (passing) {
                m_spans.erase(m_spans.begin() + static_cast<std::ptrdiff_t>(i));
                i = std::max<std::size_t>(1, i - 1);
            } else {
                ++i;
            }
        }
    }

    /// Steps between the same two states must agree on which of them holds more.
    void askEachOther(std::vector<Step>& steps) const
    {
        for (Step& step : steps) {
            if (!step.change.changed())
                continue;
            double sum = step.change.cleared;
            int voices = 1;
            for (const Step& other : steps) {
                if (&other == &step || !other.change.changed()
                    || (other.change.box & step.change.box).area() * 2 < step.change.box.area())
                    continue;
                const bool backAgain = same(step.from, other.to) && same(step.to, other.from);
                const bool onceMore = !backAgain && same(step.from, other.from) && same(step.to, other.to);
                if (!backAgain && !onceMore)
                    continue;
                sum += backAgain ? -other.change.cleared : other.change.cleared;
                ++voices;
            }
            step.cleared = sum / voices;
        }
    }
    bool same(std::size_t a, std::size_t b) const
    {
        return a == b || !compareStates(m_spans[a].tail, m_spans[b].tail, m_bin, m_backdrop.noise).changed();
    }

    /// Goods do not move by themselves: somebody was there, or nobody could see.
    bool somebodyWasThere(std::size_t first, std::size_t end) const
    {
        double hand = 0;
        double motion = 0;
        for (std::size_t i = first; i < end; ++i) {
            if (m_samples[i].blind)
                return true;
            hand = std::max(hand, m_glances[i].hand);
            motion = std::max(motion, m_glances[i].motion);
        }
        return m_bin.ringCount >= leastRing ? hand >= leastHand : motion >= leastMotion;
    }

    std::optional<Interaction> judge(const Step& step) const
    {
        const std::size_t last = m_spans[step.from].last;
        const std::size_t next = m_spans[step.to].first;
        Interaction found;
        found.binId = m_bin.binId;
        found.before = m_samples[last].timestamp;
        found.after = m_samples[next].timestamp;
        found.from = m_samples[last + 1].timestamp;
        found.until = std::max(found.from, found.after - motionDistance);
        cv::Rect box = step.change.box;
        if (step.change.changed() && somebodyWasThere(last + 1, next)) {
            found.outcome = step.cleared > 0 ? EventKind::Take : EventKind::Return;
            const bool took = found.outcome == EventKind::Take;
            found.quantity = countPieces(took ? m_spans[step.from].tail : m_spans[step.to].head, step.change.mask, m_bin);
            found.outcomeProbability = 1 / (1 + std::exp(-directionStrength * std::abs(step.cleared)));
        } else {
            const cv::Rect hand = handling(last + 1, next - 1);
            if (hand.area() == 0)
                return std::nullopt;
            box = hand;
            found.outcome = EventKind::None;
            // Other outlines that neither came nor went: goods turned round or exchanged, or a state half seen.
            found.outcomeProbability = step.change.differs() ? 0.6 : 0.97;
        }
        if (std::any_of(m_samples.begin() + static_cast<std::ptrdiff_t>(last),
                        m_samples.begin() + static_cast<std::ptrdiff_t>(next), [](const Sample& s) { return s.blind; }))
            found.outcomeProbability = 0.5 + 0.5 * (found.outcomeProbability - 0.5);
        found.region = {static_cast<double>(box.x), static_cast<double>(box.y), static_cast<double>(box.width),
                        static_cast<double>(box.height)};
        return found;
    }

    /// The box of a hand that stayed inside the bin for some time; empty where there was none.
    cv::Rect handling(std::size_t first, std::size_t last) const
    {
        cv::Rect box;
        Microseconds inside = 0;
        const cv::Mat calm = m_spans.empty() ? cv::Mat() : m_backdrop.picture(m_bin.window);
        for (std::size_t i = first; i <= last && i < m_samples.size(); ++i) {
            if (m_samples[i].blind || m_glances[i].hand < 0.02)
                continue;
            const cv::Mat now = m_samples[i].picture(m_bin.window);
            cv::Mat difference;
            cv::absdiff(now, before(first), difference);
            cv::Mat planes[3];
            cv::split(difference, planes);
            cv::Mat off = ((planes[0] > 45) | (planes[1] > 14) | (planes[2] > 14)) & m_bin.inside;
            cv::medianBlur(off, off, 3);
            if (cv::countNonZero(off) < leastCoverage * m_bin.insideCount)
                continue;
            inside += i > 0 ? m_samples[i].timestamp - m_samples[i - 1].timestamp : 0;
            box |= cv::boundingRect(off) + m_bin.window.tl();
        }
        return inside >= leastHandling ? box : cv::Rect();
    }
    cv::Mat before(std::size_t first) const { return m_samples[first == 0 ? 0 : first - 1].picture(m_bin.window); }

    const std::vector<Sample>& m_samples;
    const BinArea& m_bin;
    const Backdrop& m_backdrop;
    std::vector<Glance> m_glances;
    std::vector<CalmSpan> m_spans;
};

} // namespace

BinStory tellStory(const std::vector<Sample>& samples, const BinArea& bin, const Backdrop& backdrop)
{
    return Teller(samples, bin, backdrop).tell();
}

} // namespace cartwright::vision
