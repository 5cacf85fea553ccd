#include "ui/player/transport_bar.h"

#include "ui/widgets/texts.h"

#include <QFontDatabase>
#include <QHBoxLayout>
#include <QToolButton>

namespace cartwright::ui {

TransportBar::TransportBar(const Playback& playback, const QList<QAction*>& actions, QWidget* parent)
    : QWidget(parent), m_playback(playback)
{
    setObjectName(QStringLiteral("transportBar"));
    setLayoutDirection(Qt::LeftToRight); // it points the way the time axis runs
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(6, 2, 6, 2);
    row->setSpacing(2);
    for (QAction* action : actions) {
        if (!action) {
            row->addSpacing(10);
            continue;
        }
        auto* button = new QToolButton;
        button->setObjectName(action->objectName() + QStringLiteral("Button"));
        button->setDefaultAction(action);
        button->setAccessibleName(action->text());
        button->setFocusPolicy(Qt::TabFocus);
        button->setAutoRaise(true);
        row->addWidget(button);
    }
    m_moment = plainLabel(QStringLiteral("momentLabel"));
    m_moment->setAccessibleName(tr("Moment on the sale's clock"));
    m_state = plainLabel(QStringLiteral("playStateLabel"));
    row->addSpacing(12);
    row->addWidget(m_moment);
    row->addSpacing(16);
    row->addWidget(m_state);
    row->addStretch(1);
    connect(&playback, &Playback::momentChanged, this, &TransportBar::showMoment);
    connect(&playback, &Playback::stateChanged, this, &TransportBar::showState);
    showState();
}

void TransportBar::showMoment(UtcMicroseconds moment)
{
    m_moment->setText(texts::timeOfDay(moment, texts::Precision::Milliseconds, m_playback.zone()));
}

void TransportBar::showState()
{
    QStringList words;
    words << (m_playback.isPlaying() ? tr("playing") : tr("paused"));
    if (m_playback.speed() != 1)
        words << tr("%1×").arg(m_playback.speed());
    if (m_playback.loopIn() && m_playback.loopOut())
        words << tr("loop");
    else if (m_playback.loopIn())
        words << tr("loop from %1").arg(texts::timeOfDay(*m_playback.loopIn(), texts::Precision::Seconds, m_playback.zone()));
    else if (m_playback.loopOut())
        words << tr("loop until %1").arg(texts::timeOfDay(*m_playback.loopOut(), texts::Precision::Seconds, m_playback.zone()));
    m_state->setText(words.join(QStringLiteral(" · ")));
}

} // namespace cartwright::ui
