#include "core/vision/look_variants.h"

#include "core/vision/picture_view.h"

#include <opencv2/imgproc.hpp>

#include <array>
#include <cstring>

namespace cartwright::vision {
namespace {

constexpr int height = 100;
constexpr double background = 14; ///< by how much a pixel must differ from the corner's colour to be of the piece

media::Picture owned(const cv::Mat& pixels)
{
    const auto kept = std::make_shared<cv::Mat>(pixels.isContinuous() ? pixels : pixels.clone());
    return {kept->cols, kept->rows, static_cast<std::ptrdiff_t>(kept->step[0]), media::PixelLayout::Bgr24,
            std::shared_ptr<const std::uint8_t>(kept, kept->data)};
}

/// The box of all that differs from the picture's corner; all of it where nothing does.
cv::Rect pieceIn(const cv::Mat& bgr)
{
    cv::Mat apart;
    cv::absdiff(bgr, cv::Scalar(bgr.at<cv::Vec3b>(0, 0)), apart);
    cv::Mat gray;
    cv::cvtColor(apart, gray, cv::COLOR_BGR2GRAY);
    const cv::Rect box = cv::boundingRect(gray > background);
    return box.area() < bgr.rows * bgr.cols / 20 ? cv::Rect(0, 0, bgr.cols, bgr.rows) : box;
}

struct Variant
{
    double light;
    double blur;
    double cutTop;
    double cutSide;
};

} // namespace

std::vector<media::Picture> lookVariants(const media::Picture& picture)
{
    if (picture.isEmpty())
        return {};
    cv::Mat bgr = viewOf(picture);
    if (bgr.channels() == 4)
        cv::cvtColor(bgr, bgr, cv::COLOR_BGRA2BGR);
    else if (bgr.channels() == 1)
        cv::cvtColor(bgr, bgr, cv::COLOR_GRAY2BGR);
    const cv::Mat piece = bgr(pieceIn(bgr));
    constexpr std::array<Variant, 8> variants{{{1, 0, 0, 0},
                                               {0.75, 0, 0, 0},
                                               {1.2, 0, 0, 0},
                                               {0.9, 1.0, 0, 0},
                                               {0.8, 1.6, 0.05, 0},
                                               {1, 0.7, 0, 0.1},
                                               {0.85, 0.7, 0.12, 0},
                                               {1.1, 1.2, 0, 0.15}}};
    std::vector<media::Picture> results;
    for (const Variant& variant : variants) {
        const int top = static_cast<int>(variant.cutTop * piece.rows);
        const int side = static_cast<int>(variant.cutSide * piece.cols);
        const cv::Mat cut = piece(cv::Rect(side, top, piece.cols - side, piece.rows - top));
        const double scale = static_cast<double>(height) / cut.rows;
        cv::Mat small;
        cv::resize(cut, small, {std::max(1, cvRound(cut.cols * scale)), height}, 0, 0, cv::INTER_AREA);
        if (variant.blur > 0)
            cv::GaussianBlur(small, small, {}, variant.blur);
        cv::Mat lit;
        small.convertTo(lit, CV_8U, variant.light);
        results.push_back(owned(lit));
    }
    return results;
}

} // namespace cartwright::vision
