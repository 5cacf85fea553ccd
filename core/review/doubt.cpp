#include "core/review/doubt.h"

#include <algorithm>

namespace cartwright::review {

namespace {

/// Below this it was most probably somebody else, and nothing else of the event matters.
constexpr double somebodyElse = 0.3;

/// What is no take and no return is about no product.
double productCertainty(const Event& event)
{
    if (event.kind == EventKind::None)
        return 1;
    return event.candidates.empty() ? 0 : event.candidates.front().probability;
}

double actorCertainty(const Event& event)
{
    return std::max(event.actorProbability, 1 - event.actorProbability);
}

} // namespace

double certaintyOf(const Event& event)
{
    if (event.actorProbability < somebodyElse)
        return actorCertainty(event);
    return std::min({productCertainty(event), event.kindProbability, actorCertainty(event)});
}

std::optional<Aspect> aspectOf(const Event& event, const std::vector<Flag>& flags, int groupSize, double sure)
{
    const double least = certaintyOf(event);
    const bool contradicted = std::any_of(flags.begin(), flags.end(), [&](const Flag& flag) {
        return flag.rule == FlagRule::SensorsDisagree && flag.eventId == event.eventId;
    });
    if (least >= sure)
        return contradicted ? std::optional(Aspect::Quantity) : std::nullopt;
    if (event.actorProbability >= somebodyElse && least >= productCertainty(event))
        return Aspect::Product;
    if (event.actorProbability >= somebodyElse && least >= event.kindProbability)
        return Aspect::Action;
    return groupSize > 1 ? Aspect::Group : Aspect::Shopper;
}

} // namespace cartwright::review
