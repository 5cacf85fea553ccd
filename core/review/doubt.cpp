#include "core/review/doubt.h"

#include <algorithm>

namespace cartwright::review {

namespace {

double productProbability(const Event& event)
{
    return event.candidates.empty() ? 0 : event.candidates.front().probability;
}

} // namespace

double certaintyOf(const Event& event)
{
    return std::min({productProbability(event), event.kindProbability, event.actorProbability});
}

std::optional<Aspect> aspectOf(const Event& event, const std::vector<Flag>& flags, int groupSize, double sure)
{
    const double least = certaintyOf(event);
    const bool contradicted = std::any_of(flags.begin(), flags.end(), [&](const Flag& flag) {
        return flag.rule == FlagRule::SensorsDisagree && flag.eventId == event.eventId;
    });
    if (least >= sure)
        return contradicted ? std::optional(Aspect::Quantity) : std::nullopt;
    if (least >= productProbability(event))
        return Aspect::Product;
    if (least >= event.kindProbability)
        return Aspect::Action;
    return groupSize > 1 ? Aspect::Group : Aspect::Shopper;
}

} // namespace cartwright::review
