#pragma once

// Internal to core/simulator: OpenCV types appear here, so only this room and its tests include it.

#include "core/simulator/arm.h"
#include "core/simulator/random.h"
#include "core/simulator/stage.h"

#include <map>
#include <utility>

namespace cartwright::simulator {

/// What one camera records of one sale, frame by frame. Frames are asked for in order. One thread.
class Film
{
public:
    /// `stage` and `script` must outlive the film; `camera` is the stage's place in the rig.
    Film(const Stage& stage, const Script& script, std::size_t camera, int rate, FrameNumbers numbers,
         Random random);

    /// Frames are numbered on the store's time; the clip has those from first to last.
    int firstNumber() const { return m_stage.camera().lateFrames; }
    int lastNumber() const;
    /// The moment of a frame, from entered_at.
    Microseconds momentOf(int number) const;

    /// CV_8UC3, drawn into `frame`, which keeps its memory.
    void draw(int number, cv::Mat& frame);

private:
    void advanceStock(double time);
    const cv::Mat& shelfMovedBy(cv::Point2d shift);
    cv::Point2d shakeAt(double time) const;
    double lightAt(double time) const;
    void drawShopper(cv::Mat& frame, double time, cv::Point2d shift);
    void drawCover(cv::Mat& frame, double time) const;
    void addNoise(cv::Mat& frame, double light);

    const Stage& m_stage;
    const Script& m_script;
    const std::size_t m_camera;
    const int m_rate;
    const FrameNumbers m_numbers;
    Random m_random;
    Stock m_stock;
    std::size_t m_changesDone = 0;
    std::map<std::pair<int, int>, cv::Mat> m_shelves; ///< of the present stock, by shift in quarter pixels
    cv::Mat m_noise;
    double m_phase = 0;
};

} // namespace cartwright::simulator
