#include "core/simulator/pack.h"

#include "core/simulator/canvas.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>

namespace cartwright::simulator {
namespace {

using Outline = std::vector<cv::Point2d>;

/// Brightness across a round body from its left edge (0) to its right (1): dark edges, a highlight left of
/// the middle.
double roundShade(double u)
{
    const double x = 2 * u - 1;
    const double body = 0.52 + 0.52 * std::sqrt(std::max(0.0, 1 - 0.9 * (x + 0.18) * (x + 0.18)));
    const double shine =
        0.34 * std::exp(-std::pow((u - 0.27) / 0.055, 2)) + 0.10 * std::exp(-std::pow((u - 0.86) / 0.04, 2));
    return body + shine;
}

double flatShade(double u) { return 1.04 - 0.12 * u + (u < 0.03 ? 0.10 : 0.0) - (u > 0.965 ? 0.22 : 0.0); }
double softShade(double u)
{
    return 0.70 + 0.36 * std::sin(3.1416 * std::pow(u, 0.8)) + 0.05 * std::sin(23 * u);
}

template <class Shade> void shadeColumns(cv::Mat& picture, double left, double right, Shade shade)
{
    for (int x = 0; x < picture.cols; ++x) {
        const double u = std::clamp((x + 0.5 - left) / (right - left), 0.0, 1.0);
        cv::Mat column = picture.col(x);
        column.convertTo(column, -1, shade(u));
    }
}

/// The stripe that alone tells the members of a family apart, with its word.
void drawStripe(const Canvas& on, const Article& a, double top, double height, double inset)
{
    on.box(inset, top, a.width - inset, top + height, bgr(a.stripe));
    const bool light = a.stripe[0] + a.stripe[1] + a.stripe[2] > 420;
    on.text(a.variety.c_str(), a.width / 2, top + height / 2, height * 0.62, a.width - 2 * inset - 0.8,
            light ? cv::Scalar(50, 46, 44) : cv::Scalar(246, 246, 246));
}

void drawBottle(const Canvas& on, const Article& a)
{
    const double w = a.width, h = a.height;
    on.box(0, 0, w, h, bgr(a.body));
    on.box(0, 0, w, 7.6, bgr(a.body, 0.93));
    on.box(0, 5.4, w, 5.9, bgr(a.body, 1.12));
    on.box(w * 0.28, 0, w * 0.72, 2.1, bgr(a.stripe));
    on.box(w * 0.28, 2.1, w * 0.72, 2.4, bgr(a.stripe, 0.7));
    on.box(0, 9.6, w, 21.4, bgr(a.label));
    on.text(a.brand.c_str(), w / 2, 11.2, 1.7, w - 1.6, bgr(Colour{40, 90, 60}));
    on.disc(w / 2, 15.6, 2.5, bgr(a.emblem));
    on.disc(w / 2 - 0.3, 15.2, 2.0, bgr(blended(a.emblem, Colour{255, 255, 255}, 0.18)));
    for (int ray = 0; ray < 6; ++ray) {
        const double angle = ray * 1.0472 + 0.3;
        on.line(w / 2, 15.6, w / 2 + 2.0 * std::cos(angle), 15.6 + 2.0 * std::sin(angle), 0.16,
                bgr(blended(a.emblem, Colour{255, 255, 255}, 0.55)));
    }
    on.oval(w / 2 + 1.3, 12.8, 1.3, 0.55, -35, bgr(Colour{70, 140, 60}));
    drawStripe(on, a, 19.0, 1.7, 0);
    on.box(0, 22.4, w, 22.6, bgr(a.body, 0.88));
    on.box(0, 24.9, w, h, bgr(a.body, 0.84));
}

Outline bottleOutline(const Article& a)
{
    const double w = a.width, h = a.height;
    Outline right = {{w * 0.70, 0}, {w * 0.71, 2.3}, {w * 0.67, 2.5}, {w * 0.67, 4.2}};
    for (int step = 0; step <= 8; ++step) {
        const double t = step / 8.0;
        right.push_back({w * (0.67 + 0.33 * (3 * t * t - 2 * t * t * t)), 4.2 + 4.6 * t});
    }
    right.insert(right.end(), {{w, 13}, {w * 0.985, 15}, {w, 17}, {w, h - 0.8}, {w * 0.93, h}});
    Outline all = right;
    for (auto it = right.rbegin(); it != right.rend(); ++it)
        all.push_back({w - it->x, it->y});
    return all;
}

void drawCarton(const Canvas& on, const Article& a)
{
    const double w = a.width, h = a.height;
    on.box(0, 0, w, h, bgr(a.body));
    on.box(0, 0, w, 1.3, bgr(a.label, 0.9));
    on.shape({{0, 3.6}, {w * 0.12, 1.3}, {w * 0.88, 1.3}, {w, 3.6}}, bgr(a.body, 0.86));
    on.line(0, 3.6, w, 3.6, 0.14, bgr(a.body, 0.72));
    on.disc(w * 0.68, 2.5, 0.75, bgr(a.label));
    on.disc(w * 0.67, 2.4, 0.5, bgr(blended(a.label, Colour{255, 255, 255}, 0.35)));
    Outline wave = {{0, 12.4}};
    for (int step = 0; step <= 24; ++step)
        wave.push_back({w * step / 24.0, 11.6 + 0.9 * std::sin(step * 0.42)});
    wave.insert(wave.end(), {{w, h}, {0, h}});
    on.shape(wave, bgr(a.label));
    on.text(a.brand.c_str(), w / 2, 6.0, 1.6, w - 1.2, bgr(a.label, 0.75));
    on.line(1.2, 7.4, w - 1.2, 7.4, 0.12, bgr(a.label));
    on.line(w / 2, 19.2, w / 2, 9.0, 0.22, bgr(a.emblem, 0.8));
    for (int grain = 0; grain < 5; ++grain) {
        const double y = 9.4 + grain * 1.75;
        on.oval(w / 2 - 0.95, y + 0.4, 1.0, 0.45, 55, bgr(a.emblem));
        on.oval(w / 2 + 0.95, y + 0.4, 1.0, 0.45, -55, bgr(a.emblem, 0.92));
    }
    drawStripe(on, a, 20.2, 2.0, 0);
    on.text("1 L", w - 1.3, h - 1.1, 1.0, 2.0, bgr(a.body));
}

Outline cartonOutline(const Article& a)
{
    const double w = a.width, h = a.height;
    return {{w * 0.1, 0}, {w * 0.9, 0}, {w * 0.9, 1.3}, {w, 3.6}, {w, h}, {0, h}, {0, 3.6}, {w * 0.1, 1.3}};
}

void drawCan(const Canvas& on, const Article& a)
{
    const double w = a.width, h = a.height;
    on.box(0, 0, w, h, bgr(a.body));
    for (int ridge = 0; ridge < 3; ++ridge) {
        on.box(0, 0.5 + 0.45 * ridge, w, 0.62 + 0.45 * ridge, bgr(a.body, 0.75));
        on.box(0, h - 0.7 - 0.45 * ridge, w, h - 0.58 - 0.45 * ridge, bgr(a.body, 0.75));
    }
    on.box(0, 1.9, w, h - 1.8, bgr(a.label));
    on.box(0, 1.9, w, 2.1, bgr(Colour{240, 220, 170}));
    on.text(a.brand.c_str(), w / 2, 3.5, 1.7, w - 2.6, bgr(Colour{252, 244, 226}));
    on.disc(w * 0.40, 7.2, 2.0, bgr(a.emblem, 0.82));
    on.disc(w * 0.58, 7.4, 2.1, bgr(a.emblem));
    on.disc(w * 0.54, 6.7, 0.6, bgr(blended(a.emblem, Colour{255, 255, 255}, 0.5)));
    for (int spike = -1; spike <= 1; ++spike)
        on.oval(w * 0.58 + spike * 0.55, 5.5, 0.7, 0.24, 90.0 + spike * 50, bgr(Colour{60, 130, 50}));
    drawStripe(on, a, 9.5, 1.35, 0);
}

Outline canOutline(const Article& a)
{
    const double w = a.width, h = a.height;
    Outline all;
    for (int step = 0; step <= 16; ++step)
        all.push_back({w * step / 16.0, 0.45 - 0.42 * std::sin(3.14159 * step / 16.0)});
    for (int step = 16; step >= 0; --step)
        all.push_back({w * step / 16.0, h - 0.45 + 0.45 * std::sin(3.14159 * step / 16.0)});
    return all;
}

void drawBag(const Canvas& on, const Article& a)
{
    const double w = a.width, h = a.height;
    on.box(0, 0, w, h, bgr(a.body));
    on.box(0, 0, w, 1.5, bgr(a.body, 0.8));
    on.box(0, h - 1.2, w, h, bgr(a.body, 0.8));
    for (double x = 0.3; x < w; x += 0.5)
        on.line(x, 0.1, x, 1.4, 0.1, bgr(a.body, 0.65));
    on.text(a.brand.c_str(), w / 2, 4.0, 2.2, w - 2.6, bgr(Colour{250, 240, 220}));
    on.disc(w / 2, 11.0, 4.2, bgr(a.label));
    on.oval(w / 2, 11.9, 2.5, 2.1, 0, bgr(a.emblem));
    on.shape({{w / 2 - 2.4, 11.4}, {w / 2 - 2.2, 8.0}, {w / 2 - 0.5, 10.2}}, bgr(a.emblem));
    on.shape({{w / 2 + 2.4, 11.4}, {w / 2 + 2.2, 8.0}, {w / 2 + 0.5, 10.2}}, bgr(a.emblem));
    on.disc(w / 2 - 0.95, 11.6, 0.4, bgr(Colour{230, 210, 90}));
    on.disc(w / 2 + 0.95, 11.6, 0.4, bgr(Colour{230, 210, 90}));
    on.oval(w / 2, 12.8, 0.3, 0.2, 0, bgr(Colour{240, 160, 160}));
    drawStripe(on, a, 17.0, 2.3, 0.6);
    on.text("800 g", w / 2, 21.0, 1.1, 4.0, bgr(Colour{240, 236, 230}));
    on.line(0.5, 1.6, 1.3, 6.2, 0.2, bgr(blended(a.body, Colour{255, 255, 255}, 0.25)));
    on.line(w - 0.5, h - 1.4, w - 1.5, h - 3.6, 0.2, bgr(blended(a.body, Colour{255, 255, 255}, 0.2)));
}

Outline bagOutline(const Article& a)
{
    const double w = a.width, h = a.height;
    Outline all = {{0.7, 0}, {w - 0.7, 0}, {w - 0.6, 1.5}};
    for (int step = 0; step <= 10; ++step)
        all.push_back({w - 0.5 + 0.5 * std::sin(0.314159 * step), 2.0 + (h - 4.0) * step / 10.0});
    all.insert(all.end(), {{w - 0.5, h - 0.6}, {w - 0.9, h}, {0.9, h}, {0.5, h - 0.6}});
    for (int step = 10; step >= 0; --step)
        all.push_back({0.5 - 0.5 * std::sin(0.314159 * step), 2.0 + (h - 4.0) * step / 10.0});
    all.push_back({0.6, 1.5});
    return all;
}

} // namespace

Colour blended(const Colour& a, const Colour& b, double share)
{
    Colour mixed{};
    for (std::size_t i = 0; i < mixed.size(); ++i)
        mixed[i] = static_cast<std::uint8_t>(a[i] + (b[i] - a[i]) * share);
    return mixed;
}

cv::Mat drawPack(const Article& article)
{
    constexpr double fine = 2; // drawn twice as large and averaged down, for smooth edges
    const double scale = packScale * fine;
    const cv::Size size(cvCeil(article.width * scale), cvCeil(article.height * scale));
    cv::Mat colour(size, CV_8UC3, cv::Scalar::all(0));
    cv::Mat alpha(size, CV_8UC1, cv::Scalar::all(0));
    const Canvas front(colour, scale);
    const Canvas mask(alpha, scale);
    switch (article.shape) {
    case PackShape::Bottle:
        drawBottle(front, article);
        shadeColumns(colour, 0, size.width, roundShade);
        mask.shape(bottleOutline(article), cv::Scalar::all(255));
        break;
    case PackShape::Carton:
        drawCarton(front, article);
        shadeColumns(colour, 0, size.width, flatShade);
        mask.shape(cartonOutline(article), cv::Scalar::all(255));
        break;
    case PackShape::Can:
        drawCan(front, article);
        shadeColumns(colour, 0, size.width, roundShade);
        mask.shape(canOutline(article), cv::Scalar::all(255));
        break;
    case PackShape::Bag:
        drawBag(front, article);
        shadeColumns(colour, 0, size.width, softShade);
        mask.shape(bagOutline(article), cv::Scalar::all(255));
        break;
    case PackShape::Photo: // its picture was read from a file
        break;
    }
    const cv::Size small(cvCeil(article.width * packScale), cvCeil(article.height * packScale));
    return withAlpha(colour, alpha, small);
}

cv::Mat productPicture(const cv::Mat& pack, int width, int height)
{
    cv::Mat picture(height, width, CV_8UC3);
    for (int y = 0; y < height; ++y)
        picture.row(y).setTo(cv::Scalar::all(250 - 24.0 * y / height));
    const double scale = std::min(width * 0.8 / pack.cols, height * 0.86 / pack.rows);
    cv::Mat scaled;
    cv::resize(pack, scaled, {}, scale, scale, cv::INTER_AREA);
    const int left = (width - scaled.cols) / 2;
    const int top = static_cast<int>(height * 0.95) - scaled.rows;
    cv::Mat shadow(height, width, CV_8UC1, cv::Scalar::all(0));
    cv::ellipse(shadow, {width / 2 + 6, top + scaled.rows - 2}, {scaled.cols / 2 + 8, 8}, 0, 0, 360,
                cv::Scalar::all(120), -1);
    cv::GaussianBlur(shadow, shadow, {31, 15}, 0);
    darken(picture, shadow);
    overlay(picture, scaled, {left, top});
    return picture;
}

} // namespace cartwright::simulator
