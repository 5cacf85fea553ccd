#pragma once

// Internal to core/simulator: OpenCV types appear here, so only this room and its tests include it.

#include "core/simulator/geometry.h"

#include <opencv2/core.hpp>

#include <vector>

namespace cartwright::simulator {

/// Draws smooth shapes onto a picture in units of `scale` pixels, to fractions of a pixel.
class Canvas
{
public:
    Canvas(cv::Mat picture, double scale) : m_picture(std::move(picture)), m_scale(scale) {}

    void box(double left, double top, double right, double bottom, const cv::Scalar& colour) const;
    void disc(double x, double y, double radius, const cv::Scalar& colour) const;
    void oval(double x, double y, double halfWidth, double halfHeight, double degrees,
              const cv::Scalar& colour) const;
    void line(double x1, double y1, double x2, double y2, double width, const cv::Scalar& colour) const;
    void shape(const std::vector<cv::Point2d>& corners, const cv::Scalar& colour) const;
    /// ASCII text around a middle, `height` high and at most `maxWidth` wide.
    void text(const char* words, double x, double y, double height, double maxWidth,
              const cv::Scalar& colour) const;

private:
    mutable cv::Mat m_picture;
    double m_scale;
};

/// Joins colours (CV_8UC3) and alpha (CV_8UC1), averaged down to `size`, into CV_8UC4 multiplied by alpha.
cv::Mat withAlpha(const cv::Mat& colour, const cv::Mat& alpha, cv::Size size);
/// Lays a CV_8UC4 picture (multiplied by alpha) onto a CV_8UC3 one; parts outside are cut.
void overlay(cv::Mat& onto, const cv::Mat& what, cv::Point at);
/// Multiplies a CV_8UC3 picture by 1 - shade / 255 (CV_8UC1 of the same size).
void darken(cv::Mat& picture, const cv::Mat& shade);
/// Lays a CV_8UC4 picture into the four-sided place with these corners (clockwise from the top left), times
/// `gain`.
void overlayInto(cv::Mat& onto, const cv::Mat& what, const std::array<Point, 4>& corners, double gain = 1.0);

} // namespace cartwright::simulator
