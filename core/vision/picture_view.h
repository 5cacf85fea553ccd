#pragma once

// Internal to core/vision: OpenCV types appear here, so only this room and its tests include it.

#include "core/media/picture.h"

#include <opencv2/core.hpp>

namespace cartwright::vision {

/// The picture's pixels without a copy; they are only to be read, and only as long as the picture lives.
inline cv::Mat viewOf(const media::Picture& picture)
{
    const int type = picture.layout == media::PixelLayout::Gray8    ? CV_8UC1
                     : picture.layout == media::PixelLayout::Bgra32 ? CV_8UC4
                                                                    : CV_8UC3;
    return {picture.height, picture.width, type, const_cast<std::uint8_t*>(picture.pixels.get()),
            static_cast<std::size_t>(picture.stride)};
}

} // namespace cartwright::vision
