#pragma once

#include "core/vision/tracker.h"
#include "ui/bridge/opened_case.h"

#include <QObject>
#include <QThread>

namespace cartwright::ui {

/// A box to carry on in a camera's review copy.
struct TrackJob
{
    ClipLocation clip;
    std::shared_ptr<const media::ClipIndex> index;
    vision::TrackOrder order;
};

/// Carries boxes on with the tracker (core/vision/tracker.h) on a thread of its own. Only the last request is answered; one that is
/// overtaken stops within a frame.
class TrackerService : public QObject
{
    Q_OBJECT

public:
    explicit TrackerService(QObject* parent = nullptr);
    ~TrackerService() override;

    /// All jobs are one request; the answer has their boxes in the same order.
    quint64 track(const std::vector<TrackJob>& jobs);
    void cancel();

Q_SIGNALS:
    void progressed(quint64 request, int percent);
    void tracked(quint64 request, const std::vector<std::vector<cartwright::vision::TrackedBox>>& boxes);
    void failed(quint64 request, const cartwright::Error& error);

private:
    using Boxes = std::vector<std::vector<vision::TrackedBox>>;
    void run(quint64 request, const std::vector<TrackJob>& jobs, const Cancellation& cancelled);
    Result<Boxes> trackAll(quint64 request, const std::vector<TrackJob>& jobs, const Cancellation& cancelled);
    void answer(quint64 request, std::function<void()> say);

    QThread m_thread;
    QObject* m_worker = nullptr;
    Cancellation m_cancelled; ///< of the last request
    quint64 m_lastRequest = 0;
};

} // namespace cartwright::ui
