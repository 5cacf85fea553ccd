#pragma once

#include "core/base/time.h"
#include "core/simulator/assortment.h"

namespace cartwright::simulator {

/// A camera of the store: where it hangs, how its picture differs from the others', how wrong its clock is.
struct RigCamera
{
    Camera camera;
    View view;
    double gain = 1;              ///< brightness
    double warmth = 0;            ///< above 0: redder, below: bluer
    double blur = 0;              ///< standard deviation of the lens's softness in pixels
    double noise = 1.5;           ///< standard deviation of the sensor's noise in grey values
    Microseconds clockOffset = 0; ///< what must be added to its clock's time, whole milliseconds
    int lateFrames = 0;           ///< how many frames after entered_at its clips begin
};

/// The cameras of a store, the same for the same seed.
std::vector<RigCamera> makeRig(int cameras, int width, int height, std::uint64_t seed);

/// The store's description, with every bin as every camera sees it. Corners are rounded to whole pixels.
Store describeStore(const std::vector<RigCamera>& rig, const Assortment& assortment, int storeNumber = 1);

} // namespace cartwright::simulator
