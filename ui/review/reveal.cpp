#include "ui/review/reveal.h"

#include <algorithm>

namespace cartwright::ui {

RevealControl::RevealControl(RevealService& service, Reaper& reaper, Playback& playback, PaneGrid& panes, QObject* parent)
    : QObject(parent), m_service(service), m_playback(playback), m_panes(panes), m_bridge(reaper)
{
    m_end.setSingleShot(true);
    m_end.setInterval(lengthMs);
    connect(&m_end, &QTimer::timeout, this, &RevealControl::end);
    connect(&m_playback, &Playback::momentChanged, this, &RevealControl::follow);
    connect(&m_bridge, &PlayerBridge::frameArrived, this, [this](std::size_t, const PaneImage& frame) { paint(frame); });
    connect(&m_service, &RevealService::permitted, this,
            [this](quint64 request, const std::shared_ptr<media::PlayerSource>& original, const QString& who) {
                if (request == m_request && m_pane)
                    show(*original, who);
            });
    connect(&m_service, &RevealService::refused, this, [this](quint64 request, const Error& error) {
        if (request != m_request)
            return;
        end();
        Q_EMIT RevealControl::refused(error);
    });
}

void RevealControl::begin(const OpenedCasePtr& opened, std::size_t pane, const QString& reason)
{
    end();
    if (!opened || pane >= opened->cameras.size())
        return;
    m_opened = opened;
    m_pane = pane;
    const UtcMicroseconds moment = m_playback.moment();
    m_shown = {opened->key(), opened->cameras[pane].cameraId, moment, moment, reason};
    m_request = m_service.begin(opened, pane, moment, reason);
    Q_EMIT changed();
}

void RevealControl::show(const media::PlayerSource& original, const QString& who)
{
    constexpr std::size_t cacheBytes = 48u << 20;
    m_bridge.open({original}, cacheBytes);
    if (VideoPane* pane = m_panes.pane(*m_pane))
        pane->setWatermark(who);
    m_end.start();
    follow(m_playback.moment());
}

void RevealControl::follow(UtcMicroseconds moment)
{
    if (m_bridge.player())
        m_bridge.player()->seek(moment);
}

void RevealControl::paint(const PaneImage& frame)
{
    VideoPane* pane = m_pane ? m_panes.pane(*m_pane) : nullptr;
    if (!pane)
        return;
    pane->setRevealed(frame);
    m_painted = true;
    m_shown.from = std::min(m_shown.from, frame.moment);
    m_shown.until = std::max(m_shown.until, frame.moment);
}

void RevealControl::end()
{
    m_end.stop();
    m_bridge.close();
    m_request = 0;
    if (!m_pane)
        return;
    if (VideoPane* pane = m_panes.pane(*m_pane))
        pane->endReveal();
    m_pane.reset();
    m_opened.reset();
    if (std::exchange(m_painted, false))
        m_service.end(m_shown);
    Q_EMIT changed();
}

} // namespace cartwright::ui
