#pragma once

#include "core/media/original.h"
#include "ui/bridge/opened_case.h"

#include <QImage>
#include <QObject>
#include <QRectF>

namespace cartwright::ui {

/// A part of a frame in the original's own pixels, people masked as in the copy.
struct PaneDetail
{
    Microseconds timestamp = 0; ///< of the frame, on the clip's own clock
    QRectF part;                ///< in pixels of the original
    QImage image;               ///< null where `trouble` says why
    QString trouble;
};

/// Full-resolution looks at the originals of an opened sale, one process for each camera that is zoomed into. All calls:
/// the UI thread; they return at once, and the newest wish of a pane replaces the one before.
class DetailService : public QObject
{
    Q_OBJECT

public:
    explicit DetailService(QObject* parent = nullptr);
    ~DetailService() override;

    /// Of the panes' cameras, in their order. What was asked before is dropped.
    void setTracks(const std::vector<CameraTrack>& tracks);
    void setTrack(std::size_t pane, const CameraTrack& track);
    void ask(std::size_t pane, Microseconds timestamp, const QRectF& part, QSize pixels);
    void forget(std::size_t pane);

Q_SIGNALS:
    void arrived(std::size_t pane, const cartwright::ui::PaneDetail& detail);

private:
    struct Entry
    {
        ClipLocation original;
        ClipLocation copy;
        bool isRevealed = false; ///< the pane shows the original already
        quint64 generation = 0;  ///< answers of an earlier one are of another track
        std::unique_ptr<media::OriginalZoom> zoom; ///< null until somebody zooms in
    };
    std::vector<Entry> m_entries;
    quint64 m_generations = 0;
};

} // namespace cartwright::ui
