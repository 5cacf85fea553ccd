#include "ui/bridge/detail_service.h"

#include "ui/bridge/pixels.h"

namespace cartwright::ui {

DetailService::DetailService(QObject* parent) : QObject(parent) {}

DetailService::~DetailService()
{
    m_entries.clear(); // no callback runs after this
}

void DetailService::setTracks(const std::vector<CameraTrack>& tracks)
{
    m_entries.clear();
    m_entries.resize(tracks.size());
    for (std::size_t pane = 0; pane < tracks.size(); ++pane)
        setTrack(pane, tracks[pane]);
}

void DetailService::setTrack(std::size_t pane, const CameraTrack& track)
{
    if (pane < m_entries.size())
        m_entries[pane] = {track.original, track.clip, track.isRevealed, ++m_generations, nullptr};
}

void DetailService::ask(std::size_t pane, Microseconds timestamp, const QRectF& part, QSize pixels)
{
    if (pane >= m_entries.size() || m_entries[pane].isRevealed)
        return;
    Entry& entry = m_entries[pane];
    if (!entry.zoom)
        entry.zoom = std::make_unique<media::OriginalZoom>(entry.original, entry.copy, [this, pane, generation = entry.generation](const media::ZoomAnswer& answer) {
            const QRectF shown(answer.part.x, answer.part.y, answer.part.width, answer.part.height);
            const PaneDetail detail{answer.timestamp, shown, wrapped(answer.picture), answer.trouble};
            QMetaObject::invokeMethod(
                this,
                [this, pane, generation, detail] {
                    if (pane < m_entries.size() && m_entries[pane].generation == generation)
                        Q_EMIT arrived(pane, detail);
                },
                Qt::QueuedConnection);
        });
    entry.zoom->ask({timestamp, {part.x(), part.y(), part.width(), part.height()}, pixels.width(), pixels.height()});
}

void DetailService::forget(std::size_t pane)
{
    if (pane < m_entries.size() && m_entries[pane].zoom)
        m_entries[pane].zoom->forget();
}

} // namespace cartwright::ui
