#include "core/simulator/backdrop.h"

#include "core/simulator/canvas.h"
#include "core/simulator/pack.h"
#include "core/simulator/random.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>

namespace cartwright::simulator {
namespace {

constexpr double fine = 2; ///< the backdrop is drawn twice as large and averaged down, for smooth edges
constexpr double texelsPerCm = 9;

/// A surface of the scene in its own plane, drawn in centimetres and then laid into the picture.
struct Surface
{
    Surface(double widthCm, double heightCm, const Colour& ground)
        : picture(std::max(2, cvRound(heightCm * texelsPerCm)), std::max(2, cvRound(widthCm * texelsPerCm)),
                  CV_8UC3, bgr(ground)),
          canvas(picture, texelsPerCm), width(widthCm), height(heightCm)
    {
    }
    cv::Mat picture;
    Canvas canvas;
    double width;
    double height;
};

enum class Fall : std::uint8_t { Down, Across };

/// Light that goes evenly from `first` to `last` down or across a surface.
void shade(cv::Mat& picture, double first, double last, Fall fall = Fall::Down)
{
    const int lines = fall == Fall::Down ? picture.rows : picture.cols;
    for (int i = 0; i < lines; ++i) {
        cv::Mat line = fall == Fall::Down ? picture.row(i) : picture.col(i);
        line.convertTo(line, -1, first + (last - first) * i / std::max(1, lines - 1));
    }
}

/// Streaks along a board: long thin ovals in slightly other tones.
void grain(Surface& on, const Colour& ground, Random random)
{
    const int streaks = cvRound(on.width * on.height / 5);
    for (int i = 0; i < streaks; ++i) {
        const double tone = random.between(0.86, 1.10);
        on.canvas.oval(random.between(0, on.width), random.between(0, on.height), random.between(3, 16),
                       random.between(0.05, 0.22), random.between(-1, 1), bgr(ground, tone));
    }
    cv::GaussianBlur(on.picture, on.picture, {5, 3}, 0);
}

class Backdrop
{
public:
    Backdrop(const View& view, int width, int height, const Assortment& assortment)
        : m_view(view), m_assortment(assortment), m_picture(cvRound(height * fine), cvRound(width * fine), CV_8UC3)
    {
    }

    cv::Mat draw()
    {
        drawShop();
        drawInside(unit::headerBottom, unit::upperFloor);
        drawInside(unit::upperFloor + unit::board, unit::lowerFloor);
        drawPosts();
        drawSign();
        drawRail(unit::upperFloor, 0);
        drawRail(unit::lowerFloor, 4);
        drawPlinth();
        cv::Mat small;
        cv::resize(m_picture, small, {}, 1 / fine, 1 / fine, cv::INTER_AREA);
        return small;
    }

private:
    void lay(const Surface& surface, Vec3 topLeft, Vec3 topRight, Vec3 bottomRight, Vec3 bottomLeft)
    {
        cv::Mat solid;
        cv::cvtColor(surface.picture, solid, cv::COLOR_BGR2BGRA);
        std::array<Point, 4> corners = {m_view.project(topLeft), m_view.project(topRight),
                                        m_view.project(bottomRight), m_view.project(bottomLeft)};
        for (Point& corner : corners)
            corner = {corner.x * fine, corner.y * fine};
        overlayInto(m_picture, solid, corners);
    }

    /// Wall, floor and the blurred neighbour units at both sides.
    void drawShop()
    {
        m_picture.setTo(bgr(Colour{176, 178, 174}));
        shade(m_picture, 0.82, 1.05);
        const Colour tile{150, 144, 136};
        Surface ground(420, 120, tile);
        for (double x = 0; x < ground.width; x += 30)
            ground.canvas.line(x, 0, x, ground.height, 0.5, bgr(tile, 0.8));
        for (double y = 0; y < ground.height; y += 30)
            ground.canvas.line(0, y, ground.width, y, 0.5, bgr(tile, 0.8));
        shade(ground.picture, 0.62, 1.0);
        const double low = unit::bottom + 4;
        lay(ground, {-140, low, -30}, {280, low, -30}, {280, low, 90}, {-140, low, 90});
        for (const double left : {-130.0, unit::width + 6})
            drawNeighbour(left);
        cv::GaussianBlur(m_picture, m_picture, {15, 15}, 0);
    }

    void drawNeighbour(double left)
    {
        Surface other(124, 92, Colour{92, 86, 80});
        Random random(static_cast<std::uint64_t>(left + 1000));
        for (double floor : {34.0, 66.0}) {
            for (double x = 3; x < other.width - 9;) {
                const double width = random.between(5, 9), height = random.between(12, 26);
                const Colour tone{static_cast<std::uint8_t>(70 + random.below(110)),
                                  static_cast<std::uint8_t>(70 + random.below(90)),
                                  static_cast<std::uint8_t>(60 + random.below(90))};
                other.canvas.box(x, floor - height, x + width, floor, bgr(tone));
                x += width + 0.8;
            }
            other.canvas.box(0, floor, other.width, floor + 4, bgr(Colour{206, 204, 200}));
        }
        lay(other, {left, -4, -4}, {left + 124, -4, -4}, {left + 124, 88, -4}, {left, 88, -4});
    }

    /// Back panel, sides, ceiling and floor of one shelf.
    void drawInside(double top, double floor)
    {
        const double left = unit::post, right = unit::width - unit::post, deep = -unit::depth;
        const Colour panel{150, 146, 140};
        Surface back(right - left, floor - top, panel);
        for (double x = 2; x < back.width; x += 4)
            for (double y = 2; y < back.height; y += 4)
                back.canvas.disc(x, y, 0.28, bgr(panel, 0.62));
        shade(back.picture, 0.46, 0.80);
        lay(back, {left, top, deep}, {right, top, deep}, {right, floor, deep}, {left, floor, deep});

        Surface side(unit::depth, floor - top, Colour{158, 154, 148});
        shade(side.picture, 0.62, 0.92);
        shade(side.picture, 0.66, 1.0, Fall::Across);
        lay(side, {left, top, deep}, {left, top, 0}, {left, floor, 0}, {left, floor, deep});
        lay(side, {right, top, deep}, {right, top, 0}, {right, floor, 0}, {right, floor, deep});

        const Colour wood{196, 156, 108};
        Surface board(right - left, unit::depth, wood);
        grain(board, wood, Random(static_cast<std::uint64_t>(floor)));
        shade(board.picture, 0.55, 1.06);
        lay(board, {left, floor, deep}, {right, floor, deep}, {right, floor, 0}, {left, floor, 0});
        Surface ceiling(right - left, unit::depth, Colour{120, 112, 104});
        shade(ceiling.picture, 0.5, 0.75);
        lay(ceiling, {left, top, deep}, {right, top, deep}, {right, top, 0}, {left, top, 0});
    }

    void drawPosts()
    {
        Surface post(unit::post, unit::bottom, Colour{206, 206, 204});
        for (double y = 3; y < unit::bottom; y += 3)
            post.canvas.box(1.6, y, 2.4, y + 1.4, bgr(Colour{90, 90, 90}));
        shade(post.picture, 0.92, 1.06, Fall::Across);
        for (const double left : {0.0, unit::width - unit::post})
            lay(post, {left, 0, 0}, {left + unit::post, 0, 0}, {left + unit::post, unit::bottom, 0},
                {left, unit::bottom, 0});
    }

    void drawSign()
    {
        const Colour green{38, 92, 84};
        Surface sign(unit::width, unit::headerBottom, green);
        sign.canvas.box(0, unit::headerBottom - 0.7, unit::width, unit::headerBottom,
                        bgr(Colour{232, 178, 72}));
        sign.canvas.text("DRINKS  *  PANTRY  *  PETS", unit::width / 2, 4.3, 3.9, 120,
                         bgr(Colour{244, 240, 228}));
        shade(sign.picture, 1.08, 0.92);
        lay(sign, {0, 0, 1}, {unit::width, 0, 1}, {unit::width, unit::headerBottom, 1},
            {0, unit::headerBottom, 1});
    }

    /// The front of a board with the price labels of the places that stand on it.
    void drawRail(double floor, std::size_t firstPlace)
    {
        Surface rail(unit::width, unit::board, Colour{222, 222, 220});
        rail.canvas.box(0, 0, unit::width, 0.5, bgr(Colour{250, 250, 248}));
        rail.canvas.box(0, unit::board - 0.5, unit::width, unit::board, bgr(Colour{150, 150, 150}));
        for (std::size_t number = firstPlace; number < firstPlace + 4; ++number)
            drawPrice(rail, m_assortment.places[number]);
        lay(rail, {0, floor, 0.5}, {unit::width, floor, 0.5}, {unit::width, floor + unit::board, 0.5},
            {0, floor + unit::board, 0.5});
    }

    void drawPrice(Surface& rail, const Place& place) const
    {
        const double middle = (place.left + place.right) / 2;
        if (place.article < 0) {
            rail.canvas.box(middle - 5.5, 0.6, middle + 5.5, 3.9, bgr(Colour{240, 214, 90}));
            rail.canvas.text("BACK SOON", middle, 2.2, 1.3, 10, bgr(Colour{60, 50, 30}));
            return;
        }
        const Article& article = m_assortment.article(place.article);
        const std::string price =
            QString::number(static_cast<double>(article.product.price) / 100, 'f', 2).toStdString();
        rail.canvas.box(middle - 6.5, 0.4, middle + 6.5, 4.1, bgr(Colour{252, 252, 250}));
        rail.canvas.box(middle - 6.5, 0.4, middle - 5.6, 4.1, bgr(Colour{200, 40, 40}));
        rail.canvas.text(price.c_str(), middle - 1.2, 2.25, 2.2, 7, bgr(Colour{30, 30, 30}));
        for (int bar = 0; bar < 8; ++bar)
            rail.canvas.box(middle + 3.2 + bar * 0.36, 0.9,
                            middle + 3.2 + bar * 0.36 + (bar % 3 == 0 ? 0.24 : 0.12), 3.4,
                            bgr(Colour{40, 40, 40}));
    }

    void drawPlinth()
    {
        const double top = unit::lowerFloor + unit::board;
        Surface plinth(unit::width, unit::bottom - top, Colour{74, 76, 78});
        shade(plinth.picture, 1.1, 0.7);
        lay(plinth, {0, top, 0}, {unit::width, top, 0}, {unit::width, unit::bottom, 0}, {0, unit::bottom, 0});
    }

    View m_view;
    const Assortment& m_assortment;
    cv::Mat m_picture;
};

} // namespace

cv::Mat drawBackdrop(const View& view, int width, int height, const Assortment& assortment)
{
    return Backdrop(view, width, height, assortment).draw();
}

} // namespace cartwright::simulator
