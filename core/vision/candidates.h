#pragma once

#include "core/domain/sale.h"
#include "core/media/picture.h"
#include "core/vision/interactions.h"

#include <vector>

namespace cartwright::vision {

/// Which products an interaction may be about, most probable first, by the planogram and by nearness alone.
///
/// With p the interaction's outcomeProbability (0.5 to 1), c = 2 p - 1 how clear it was, and g the gap between
/// two bins in the camera's picture, measured from box to box in units of the interaction's bin's longer side:
///   the bin's own product                 w = 1
///   each other bin of the same view       w = 0.06 exp(-2 g), summed per product (misplaced goods lie near)
///   "none of these" (empty GTIN)          w = 0.02 + 0.06 (1 - c)
/// and the probabilities are w divided by the sum of all w, where neighbours together count at most 0.06.
/// So the planogram's product of a clear interaction gets at least 1 / 1.08 = 0.92 and of a wholly unclear one at
/// least 1 / 1.14 = 0.87. At most five products are named; the share of the others goes to "none of these".
///
/// A bin that the store does not know, or whose product is not among `products`, gives the neighbours and "none of
/// these", which then takes w = 1 of the missing product. Never empty; the sum is 1. Pure; any thread.
std::vector<Candidate> planogramCandidates(const Interaction& interaction, const Store& store,
                                           const QString& cameraId, const std::vector<Product>& products);

/// What a product looks like: small pictures of it alone, of any size, Bgr24 or Bgra32.
struct ProductLook
{
    Gtin gtin;
    std::vector<media::Picture> pictures;
};

/// Weighs candidates anew by how the seen piece looks. Each named product that has pictures gets its probability
/// times exp(6 (s - m)), where s is the greatest similarity of `seen` to its pictures and m the mean of these over
/// all such products; then all are divided by their sum. Similarity is the intersection (Swain and Ballard 1991) of
/// hue-saturation histograms, 16 x 8 cells and 8 cells of luma for what has no colour, 0 to 1.
/// Without a picture of at least two of the products nothing changes: one alone tells nothing.
std::vector<Candidate> sharpenByLook(std::vector<Candidate> candidates, const media::Picture& seen,
                                     const std::vector<ProductLook>& looks);

} // namespace cartwright::vision
