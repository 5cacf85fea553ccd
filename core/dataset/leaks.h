#pragma once

#include "core/dataset/frames.h"
#include "core/dataset/extraction.h"

namespace cartwright::dataset {

/// Pictures of one camera within this time and distance show the same.
inline constexpr Microseconds nearTime = 2'000'000;
inline constexpr int nearDistance = 4; ///< of 64 signs

/// Places of images to leave out, so that no two that look alike remain: in one split the later goes, across splits the one of
/// train, then of val. Images that show other products are kept beside each other within one split.
std::vector<std::size_t> nearDuplicates(const std::vector<PlannedImage>& images, const std::vector<ExtractedImage>& extracted,
                                        const Plan& plan);

/// Whether something lies in two splits: a group (sale, shopper, store, day, as split), or, where `duplicatesMatter`, pictures
/// of one camera that look alike. Integrity, naming both; else how many pictures are the same byte for byte in two splits,
/// which is no leak where nobody asked for thinning.
Result<void> checkLeaks(const Samples& samples, bool duplicatesMatter);

} // namespace cartwright::dataset
