#pragma once

#include "core/vision/bin_watcher.h"

#include <opencv2/imgproc.hpp>

#include <cmath>
#include <functional>

/// A drawn shelf for the tests: three bins in a row, each with pieces side by side, and an arm that reaches in from
/// below. Everything that happens is a list of visits; the picture at any time follows from it.
namespace scene {

struct Visit
{
    double at = 0;      ///< seconds; when goods change hands, in the middle of the visit
    int bin = 0;
    int delta = 0;      ///< pieces: below zero a take, above zero a return, zero a hand that only rests there
    double rest = 0.5;  ///< seconds at the bin
};

struct Scene
{
    cv::Size size{640, 360};
    double rate = 15;
    double length = 10;
    std::vector<int> pieces{4, 4, 4}; ///< at the beginning
    int places = 4;                   ///< pieces that fit into a bin
    std::vector<Visit> visits;
    double noise = 4;
    std::function<cv::Point2d(double)> shake;
    std::function<double(double)> light; ///< factor on all pixels
    double coveredFrom = -1;
    double coveredUntil = -1;

    static constexpr double reachTime = 0.5; ///< seconds from out of sight to the bin

    cv::Rect binBox(int bin) const { return {60 + 180 * bin, 90, 160, 130}; }

    std::vector<cartwright::vision::WatchedBin> bins() const
    {
        std::vector<cartwright::vision::WatchedBin> result;
        for (int bin = 0; bin < 3; ++bin) {
            const cv::Rect box = binBox(bin);
            const double right = box.x + box.width;
            const double bottom = box.y + box.height;
            result.push_back({QStringLiteral("B%1").arg(bin + 1),
                              {{1.0 * box.x, 1.0 * box.y}, {right, 1.0 * box.y}, {right, bottom}, {1.0 * box.x, bottom}}});
        }
        return result;
    }

    cv::Mat frame(double time, cv::RNG& dice) const
    {
        cv::Mat picture(size, CV_8UC3, cv::Scalar(120, 125, 130));
        drawShelf(picture, time);
        for (const Visit& visit : visits)
            drawArm(picture, visit, time);
        if (shake) {
            const cv::Point2d by = shake(time);
            cv::warpAffine(picture, picture, cv::Matx23d(1, 0, by.x, 0, 1, by.y), size, cv::INTER_LINEAR,
                           cv::BORDER_REPLICATE);
        }
        if (light)
            picture.convertTo(picture, -1, light(time));
        if (time >= coveredFrom && time < coveredUntil)
            picture.setTo(cv::Scalar(18, 16, 20));
        addGrain(picture, dice);
        return picture;
    }

private:
    /// A piece of one large noise picture, from another place each time: making noise anew takes most of the time.
    void addGrain(cv::Mat& picture, cv::RNG& dice) const
    {
        if (m_grain.empty()) {
            m_grain.create(size.height + 64, size.width + 64, CV_8UC3);
            cv::RNG(99).fill(m_grain, cv::RNG::NORMAL, 100, noise);
        }
        const cv::Rect part(dice.uniform(0, 64), dice.uniform(0, 64), size.width, size.height);
        cv::addWeighted(picture, 1, m_grain(part), 1, -100, picture);
    }
    void drawShelf(cv::Mat& picture, double time) const
    {
        for (int x = 0; x < size.width; x += 16)
            for (int y = 60; y < 225; y += 16)
                cv::circle(picture, {x, y}, 2, cv::Scalar(95, 100, 105), cv::FILLED);
        cv::rectangle(picture, cv::Rect(0, 222, size.width, 18), cv::Scalar(225, 230, 235), cv::FILLED);
        cv::rectangle(picture, cv::Rect(0, 0, size.width, 40), cv::Scalar(70, 110, 40), cv::FILLED);
        for (int bin = 0; bin < 3; ++bin) {
            cv::putText(picture, "9.90", {80 + 180 * bin, 237}, cv::FONT_HERSHEY_SIMPLEX, 0.5, cv::Scalar(0, 0, 0));
            int count = pieces[static_cast<std::size_t>(bin)];
            for (const Visit& visit : visits)
                count += visit.bin == bin && time >= visit.at ? visit.delta : 0;
            for (int place = 0; place < count; ++place)
                drawPiece(picture, pieceFoot(bin, place), bin);
        }
    }
    cv::Point pieceFoot(int bin, int place) const
    {
        const cv::Rect box = binBox(bin);
        return {box.x + (2 * place + 1) * box.width / (2 * places), box.y + box.height};
    }
    void drawPiece(cv::Mat& picture, cv::Point foot, int kind) const
    {
        const int width = 140 / places;
        const cv::Scalar colours[] = {{40, 60, 190}, {190, 120, 40}, {60, 160, 60}};
        const cv::Rect body(foot.x - width / 2, foot.y - 100, width, 100);
        cv::rectangle(picture, body, colours[kind], cv::FILLED);
        cv::rectangle(picture, body, colours[kind] * 0.6, 2);
        cv::rectangle(picture, cv::Rect(body.x + 3, body.y + 30, width - 6, 30), cv::Scalar(235, 235, 235), cv::FILLED);
        cv::circle(picture, {foot.x, foot.y - 55}, width / 5, colours[kind] * 0.5, cv::FILLED);
    }
    void drawArm(cv::Mat& picture, const Visit& visit, double time) const
    {
        const double away = std::max(0.0, std::abs(time - visit.at) - visit.rest / 2);
        if (away > reachTime)
            return;
        const cv::Rect box = binBox(visit.bin);
        const double out = away / reachTime;
        const cv::Point2d hand(box.x + box.width * 0.5 + 60 * out + 2 * std::sin(9 * time), box.y + 60 + 300 * out);
        const bool carries = visit.delta < 0 ? time >= visit.at : visit.delta > 0 && time < visit.at;
        if (carries)
            for (int n = 0; n < std::abs(visit.delta); ++n)
                drawPiece(picture, cv::Point(hand) + cv::Point(30 * n, 70), visit.bin);
        cv::line(picture, cv::Point(hand), cv::Point(hand) + cv::Point(90, 420), cv::Scalar(110, 50, 60), 44);
        cv::circle(picture, cv::Point(hand), 26, cv::Scalar(120, 150, 200), cv::FILLED);
    }

    mutable cv::Mat m_grain;
};

inline cartwright::vision::Findings watch(const Scene& scene, std::size_t memoryBudget = 96u << 20)
{
    cv::RNG dice(7);
    cartwright::vision::BinWatcher watcher(scene.size, scene.bins(), {}, memoryBudget);
    for (int i = 0; i < static_cast<int>(scene.length * scene.rate); ++i)
        watcher.add(scene.frame(i / scene.rate, dice), static_cast<cartwright::Microseconds>(i * 1e6 / scene.rate));
    return watcher.finish();
}

} // namespace scene
