#pragma once

#include "core/learning/model_folder.h"
#include "core/media/confined_decoder.h"
#include "core/pipeline/fuse.h"
#include "core/vision/interactions.h"

namespace cartwright::pipeline {

/// The part of a frame inside the box with a tenth around it, copied. Empty where nothing of the box
/// is inside.
media::Picture cropOf(const media::Picture& frame, const Box& box);

/// The last frame at or before the moment, or the first of all. The index has at least one frame.
std::size_t placeAt(const media::ClipIndex& index, Microseconds timestamp);

/// Candidates by planogram and look together. With p the planogram's probability of a product (products that it does not name
/// share 4 % of what it says), and l the recogniser's probability of it divided by an even share of one, the weight is p * l;
/// products that the recogniser does not know, and "none of these", take the l of "none of these". So a look that fits another
/// product at least fifty times better than the planogram's wins against it. At most five are named.
std::vector<Candidate> candidatesByLook(const std::vector<Candidate>& planned, const std::vector<learning::Model::Guess>& look,
                                        const std::vector<Product>& products);

/// Gives each take and return the candidates of what is seen in its region: before a take, after a return. `sightings` are the
/// interactions' in their order. A frame that cannot be read leaves the planogram's candidates.
/// Errors: Cancelled and Unreachable only.
Result<void> recogniseSightings(media::ConfinedDecoder& decoder, const media::ClipIndex& index, const learning::Model& model,
                                const std::vector<Product>& products, const std::vector<vision::Interaction>& interactions,
                                std::vector<Sighting>& sightings);

} // namespace cartwright::pipeline
