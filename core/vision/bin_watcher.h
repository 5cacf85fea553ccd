#pragma once

// Internal to core/vision: OpenCV types appear here, so only this room and its tests include it.

#include "core/vision/alignment.h"
#include "core/vision/work_picture.h"

#include <optional>

namespace cartwright::vision {

struct Backdrop;

/// Takes the frames of one clip in order of time and gives what happened at the bins. Holds small pictures of a
/// stretch of the clip, never more than about `memoryBudget` bytes. One thread.
class BinWatcher
{
public:
    /// `clip` is the size that the polygons refer to; frames may come smaller.
    BinWatcher(cv::Size clip, std::vector<WatchedBin> bins, std::vector<AskedMoment> asked = {},
               std::size_t memoryBudget = 96u << 20);
    /// 8-bit gray, BGR or BGRA, all of one size.
    void add(const cv::Mat& frame, Microseconds timestamp);
    /// Whether a frame at this time would be looked at; others need not be handed in.
    bool wants(Microseconds timestamp) const;
    Findings finish();

private:
    enum class Part { Stretch, Rest };
    void start(cv::Size frame);
    void alignSample(const cv::Mat& small, Sample& sample);
    void takeNewReference(const cv::Mat& small, const Alignment& toOld);
    void analyse(Part part);
    std::size_t cutPlace(const std::vector<std::vector<bool>>& calm) const;
    static void keep(std::vector<Interaction>& known, Interaction interaction);
    void toClip(Box& box) const;
    void followArms(std::vector<Interaction>& found, std::vector<Interaction>& elsewhere, const Backdrop& backdrop,
                    Microseconds end);
    void keep(const Blind& span);

    cv::Size m_clip;
    std::vector<WatchedBin> m_bins;
    std::vector<AskedMoment> m_asked;
    std::size_t m_memoryBudget;
    std::size_t m_capacity = 0;
    WorkScale m_scale;
    std::vector<BinArea> m_areas;
    std::vector<BinArea> m_elsewhere; ///< pieces of the picture without a bin
    std::optional<Aligner> m_aligner;
    int m_lighterInRow = 0;
    std::vector<Sample> m_samples;
    Findings m_findings;
};

} // namespace cartwright::vision
