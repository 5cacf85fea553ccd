#pragma once

#include "ui/bridge/reveal_service.h"
#include "ui/player/pane_grid.h"
#include "ui/player/playback.h"

#include <QTimer>

namespace cartwright::ui {

/// Shows people unmasked in one pane, for thirty seconds at most, to somebody who may and says why. The pane then carries that
/// person's name and the time across its picture; what was on the screen is logged when it ends.
class RevealControl : public QObject
{
    Q_OBJECT

public:
    static constexpr int lengthMs = 30'000;

    /// All must outlive it.
    RevealControl(RevealService& service, Reaper& reaper, Playback& playback, PaneGrid& panes, QObject* parent = nullptr);

    /// Whether a pane shows people, or is about to.
    bool isOn() const { return m_pane.has_value(); }
    void begin(const OpenedCasePtr& opened, std::size_t pane, const QString& reason);
    void end();

Q_SIGNALS:
    void changed();
    void refused(const cartwright::Error& error);

private:
    void show(const media::PlayerSource& original, const QString& who);
    void follow(UtcMicroseconds moment);
    void paint(const PaneImage& frame);

    RevealService& m_service;
    Playback& m_playback;
    PaneGrid& m_panes;
    PlayerBridge m_bridge;
    OpenedCasePtr m_opened;
    std::optional<std::size_t> m_pane;
    quint64 m_request = 0;
    store::Reveal m_shown; ///< what has been on the screen so far
    bool m_painted = false;
    QTimer m_end;
};

} // namespace cartwright::ui
