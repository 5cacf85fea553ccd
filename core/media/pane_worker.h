#pragma once

// Inside the room only: one pane of the player. One thread decodes, around the frame that is looked at, into a
// cache; another one answers from there, so that a frame that is ready never waits for one that is not.

#include "core/media/decode_turns.h"
#include "core/media/pane_frames.h"
#include "core/media/picture_maker.h"

#include <thread>

namespace cartwright::media {

class PaneWorker
{
public:
    PaneWorker(std::size_t pane, const PlayerSource& source, std::size_t cacheBytes, int decoderThreads,
               std::function<void(const PaneFrame&)> deliver);
    /// Ends the threads; nothing is delivered afterwards.
    ~PaneWorker();
    PaneWorker(const PaneWorker&) = delete;
    PaneWorker& operator=(const PaneWorker&) = delete;

    // Any thread; these return at once.
    void show(const PaneRequest& request);
    void setSize(int width, int height);
    void setCacheBytes(std::size_t bytes);
    void setLeads(bool on);
    void setStandby(bool on);

private:
    using Lock = std::unique_lock<std::mutex>;

    // The answering thread. Functions with a Lock are called with it held and return with it held.
    void runAnswers();
    void answer(Lock& lock, const PaneWanted& wanted);
    bool takeFrame(Lock& lock, const PaneWanted& wanted, PaneFrame& out);
    void giveNearest(Lock& lock, PaneFrame out);
    void deliver(Lock& lock, const PaneFrame& frame);
    void lookAt(const PanePlace& place, const PaneRequest& request);
    bool isSuperseded(const PaneWanted& wanted) const;

    // The decoding thread.
    void runDecoding();
    bool open(Lock& lock);
    std::optional<PaneWork> waitForWork(Lock& lock);
    std::optional<PaneWork> nextWork();
    void decode(Lock& lock, const PaneWork& work);
    bool shouldStop(const PaneWork& work);
    DecodeRank rankOf(const PaneWork& work) const;
    bool isHereMissing() const;
    bool isPlaying() const { return m_motion == PaneMotion::Playing || m_motion == PaneMotion::PlayingBack; }
    PaneView view() const;

    // Never changed after construction.
    const std::size_t m_pane;
    const PlayerSource& m_source;
    const std::function<void(const PaneFrame&)> m_deliver;
    const int m_decoderThreads;
    const Cancellation m_cancel;
    std::vector<std::size_t> m_keyframes;
    std::size_t m_nearestReach = 0; ///< places at most from an asked frame to one shown meanwhile

    // Shared, under the lock.
    std::mutex m_mutex;
    std::condition_variable m_forAnswers;
    std::condition_variable m_forDecoding;
    PaneWanted m_wanted;
    FrameCache m_cache;
    PaneSize m_cacheSize; ///< that the kept frames were made for
    bool m_leads = false;
    bool m_standby = false;
    std::unordered_set<std::size_t> m_undecodable;
    QString m_openFailure;
    QString m_failure; ///< why decoding for request `m_failedRequest` failed
    std::uint64_t m_failedRequest = 0;
    std::size_t m_here = 0; ///< what is looked at
    bool m_wantsHere = false;
    PaneMotion m_motion = PaneMotion::Jumped;
    double m_speed = 0;
    std::uint64_t m_hereRequest = 0;
    std::uint64_t m_looks = 0;      ///< rises when one of the four above changes
    std::uint64_t m_idleSince = ~0ull; ///< the look after which decoding ahead brought nothing more
    std::size_t m_frameBytes = 1;   ///< of the largest frame seen
    std::size_t m_taken = 0;        ///< by the present run, up to this place
    bool m_tookAny = false;

    // The answering thread's only.
    std::optional<PanePlace> m_shown;
    PaneSize m_shownSize;
    PictureMaker m_maker;

    // The decoding thread's only.
    std::unique_ptr<FrameSource> m_frames;

    std::thread m_answering; // last, so that all above exists when they start
    std::thread m_decoding;
};

} // namespace cartwright::media
