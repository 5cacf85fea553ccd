#include "core/simulator/film.h"

#include "core/simulator/frame_number_drawing.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>

namespace cartwright::simulator {
namespace {

constexpr int noiseLevel = 16; ///< the noise picture's middle; it is added and this is taken away again
constexpr int noiseMargin = 64;
constexpr double pi = 3.14159265358979;

/// Mostly grey noise, a little coloured, larger than a frame so that each frame takes another part of it.
cv::Mat makeNoise(cv::Size size, double deviation, Random& random)
{
    cv::Mat noise(size.height + noiseMargin, size.width + noiseMargin, CV_8UC3);
    for (int y = 0; y < noise.rows; ++y) {
        auto* row = noise.ptr<cv::Vec3b>(y);
        for (int x = 0; x < noise.cols; ++x) {
            const double grey = random.bell() * deviation * 0.9 + noiseLevel;
            const double tint = random.bell() * deviation * 0.4;
            row[x] = {cv::saturate_cast<std::uint8_t>(grey + tint), cv::saturate_cast<std::uint8_t>(grey),
                      cv::saturate_cast<std::uint8_t>(grey - tint)};
        }
    }
    return noise;
}

double smooth(double t)
{
    t = std::clamp(t, 0.0, 1.0);
    return t * t * (3 - 2 * t);
}

/// Rises to 1 within `ramp` after the beginning of a span and falls again before its end.
double within(const BlindSpan& span, double time, double ramp)
{
    return std::min(smooth((time - span.from) / ramp), smooth((span.until - time) / ramp));
}

} // namespace

Film::Film(const Stage& stage, const Script& script, std::size_t camera, int rate, FrameNumbers numbers,
           Random random)
    : m_stage(stage), m_script(script), m_camera(camera), m_rate(rate), m_numbers(numbers), m_random(random),
      m_stock(script.stock)
{
    m_noise = makeNoise(stage.size(), stage.camera().noise, m_random);
    m_phase = m_random.between(0, 2 * pi);
}

int Film::lastNumber() const { return static_cast<int>(std::floor(m_script.length * m_rate)) - 1; }

Microseconds Film::momentOf(int number) const
{
    return (static_cast<Microseconds>(number) * microsecondsPerSecond + m_rate / 2) / m_rate;
}

void Film::advanceStock(double time)
{
    for (; m_changesDone < m_script.changes.size() && m_script.changes[m_changesDone].at <= time;
         ++m_changesDone) {
        const StockChange& change = m_script.changes[m_changesDone];
        m_stock[static_cast<std::size_t>(change.place)][static_cast<std::size_t>(change.spot)] =
            change.article;
        m_shelves.clear();
    }
}

const cv::Mat& Film::shelfMovedBy(cv::Point2d shift)
{
    const std::pair<int, int> key(cvRound(shift.x * 4), cvRound(shift.y * 4));
    cv::Mat& still = m_shelves[{0, 0}];
    if (still.empty())
        still = m_stage.shelf(m_stock);
    cv::Mat& moved = m_shelves[key];
    if (moved.empty()) {
        const cv::Mat by = (cv::Mat_<double>(2, 3) << 1, 0, key.first / 4.0, 0, 1, key.second / 4.0);
        cv::warpAffine(still, moved, by, still.size(), cv::INTER_LINEAR, cv::BORDER_REPLICATE);
    }
    return moved;
}

cv::Point2d Film::shakeAt(double time) const
{
    // A slow sway of at most a quarter pixel, and a short tremor where goods leave or touch the shelf.
    cv::Point2d shift(0.16 * std::sin(time * 0.9 + m_phase), 0.16 * std::sin(time * 0.7 + 2 * m_phase));
    for (const StockChange& change : m_script.changes) {
        const double since = time - change.at;
        if (since > 0 && since < 0.4)
            shift += cv::Point2d(0.4, 0.7) * (std::exp(-since / 0.12) * std::sin(since * 50));
    }
    return {std::round(shift.x * 4) / 4, std::round(shift.y * 4) / 4};
}

double Film::lightAt(double time) const
{
    double light = 1 + 0.015 * std::sin(time * 0.55 + m_phase) + 0.006 * std::sin(time * 3.1 + m_phase);
    for (const BlindSpan& span : m_script.blind)
        if (span.camera == m_camera && span.cause == BlindCause::Dark)
            light *= 1 - (0.80 + 0.03 * std::sin(time * 21)) * within(span, time, 0.2);
    return light;
}

void Film::drawShopper(cv::Mat& frame, double time, cv::Point2d shift)
{
    for (const Visit& visit : m_script.visits) {
        if (time < visit.from() || time > visit.until())
            continue;
        ArmPose pose;
        pose.hand = visit.handAt(time);
        pose.shoulder = pose.hand + visit.shoulder;
        const bool holds =
            std::any_of(visit.carried.begin(), visit.carried.end(), [&](const Carried& carried) {
                return time > carried.from - 0.15 && time <= carried.until;
            });
        pose.grip = holds ? 1 : 0.15;
        if (!armIsVisible(m_stage.view(), frame.size(), pose))
            continue;
        drawArmShadow(frame, m_stage.view(), pose);
        for (const Carried& carried : visit.carried)
            if (time > carried.from && time <= carried.until)
                m_stage.drawCopy(frame, carried.article, pose.hand + carried.offset, m_stage.lensGain());
        drawArm(frame, m_stage.view(), pose, m_script.shoppers[visit.shopper], m_stage.lensGain(), shift);
    }
}

void Film::drawCover(cv::Mat& frame, double time) const
{
    for (const BlindSpan& span : m_script.blind) {
        if (span.camera != m_camera || span.cause != BlindCause::Covered)
            continue;
        const double closed = within(span, time, 0.4);
        if (closed <= 0)
            continue;
        // Something dark and out of focus moves in from the left.
        for (int x = 0; x < frame.cols; ++x) {
            const double hidden = smooth((closed * 1.5 - static_cast<double>(x) / frame.cols) / 0.5);
            cv::Mat column = frame.col(x);
            column.convertTo(column, -1, 1 - 0.99 * hidden, hidden * (9 + 3 * std::sin(x * 0.01 + time)));
        }
    }
}

void Film::addNoise(cv::Mat& frame, double light)
{
    // One pass over the frame instead of three: this is a third of what a frame costs beside its encoding.
    const int gain = cvRound(light * 256);
    const int left = m_random.below(noiseMargin) * 3, top = m_random.below(noiseMargin);
    for (int y = 0; y < frame.rows; ++y) {
        auto* row = frame.ptr<std::uint8_t>(y);
        const auto* noise = m_noise.ptr<std::uint8_t>(y + top) + left;
        for (int i = 0; i < frame.cols * 3; ++i)
            row[i] = static_cast<std::uint8_t>(
                std::clamp(((row[i] * gain + 128) >> 8) + noise[i] - noiseLevel, 0, 255));
    }
}

void Film::draw(int number, cv::Mat& frame)
{
    const double time = static_cast<double>(number) / m_rate;
    const cv::Point2d shift = shakeAt(time);
    advanceStock(time);
    shelfMovedBy(shift).copyTo(frame);
    drawShopper(frame, time, shift);
    drawCover(frame, time);
    addNoise(frame, lightAt(time));
    if (m_numbers == FrameNumbers::Drawn)
        drawFrameNumber(frame, number);
}

} // namespace cartwright::simulator
