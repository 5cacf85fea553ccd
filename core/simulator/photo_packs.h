#pragma once

// Internal to core/simulator: OpenCV types appear here, so only this room and its tests include it.

#include "core/base/result.h"
#include "core/simulator/assortment.h"

#include <opencv2/core.hpp>

namespace cartwright::simulator {

/// Articles with the fronts of their packs, in the same order: CV_8UC4, colours multiplied by alpha, packScale pixels per
/// centimetre.
struct Wares
{
    std::vector<Article> articles;
    std::vector<cv::Mat> packs;
};

/// `count` drawn articles.
Wares drawnWares(int count);

/// One article per photo (.jpg, .jpeg) below `folder`, in the order of their paths, at most 2,000. A light ground is taken
/// away from the photo's border inwards; name and family are the file's and its folder's parent's. Size, price and weight are
/// made up from the path. NotFound where the folder holds fewer than seven photos; Refused where one cannot be read.
Result<Wares> photographedWares(const QString& folder);

} // namespace cartwright::simulator
