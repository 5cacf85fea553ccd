#pragma once

#include "core/domain/decision.h"

namespace cartwright::review {

/// What of an event is to be asked.
enum class Aspect : std::uint8_t {
    Product,  ///< which one
    Quantity, ///< how many
    Action,   ///< take, return or neither
    Shopper,  ///< whether it was this one
    Group,    ///< whether who did it belongs to this group
};

/// The one aspect of an event that is most in doubt: the least of the probabilities of its product, its action and its shopper
/// (of several people in one sale it is the group that is asked for). Where none is below `sure` and sensors contradict what was
/// predicted for this event, the quantity. Nothing where the event is not in doubt.
std::optional<Aspect> aspectOf(const Event& event, const std::vector<Flag>& flags, int groupSize, double sure = 0.75);

/// The least of those probabilities; of the shopper it counts how sure it is either way, and where it was most probably somebody else
/// nothing else matters, as in the session's doubt.
double certaintyOf(const Event& event);

} // namespace cartwright::review
