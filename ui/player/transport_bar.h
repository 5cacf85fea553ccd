#pragma once

#include "ui/player/playback.h"

#include <QAction>
#include <QLabel>
#include <QWidget>

namespace cartwright::ui {

/// Buttons for the mouse, and the clock: moment, speed, loop. Everything on it is an action of the place.
class TransportBar : public QWidget
{
    Q_OBJECT

public:
    /// A null action is a small space.
    TransportBar(const Playback& playback, const QList<QAction*>& actions, QWidget* parent = nullptr);

private:
    void showMoment(UtcMicroseconds moment);
    void showState();

    const Playback& m_playback;
    QLabel* m_moment = nullptr;
    QLabel* m_state = nullptr;
};

} // namespace cartwright::ui
