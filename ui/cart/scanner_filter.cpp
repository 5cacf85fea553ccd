#include "ui/cart/scanner_filter.h"

#include <QApplication>
#include <QKeyEvent>
#include <QLineEdit>

#include <utility>

namespace cartwright::ui {

ScannerFilter::ScannerFilter(std::function<bool()> listens, QObject* parent) : QObject(parent), m_listens(std::move(listens))
{
    m_clock.start();
    m_pause.setSingleShot(true);
    m_pause.setInterval(3 * static_cast<int>(WedgeDetector::longestGap));
    connect(&m_pause, &QTimer::timeout, this, &ScannerFilter::endByPause);
    qApp->installEventFilter(this);
}

bool ScannerFilter::eventFilter(QObject* watched, QEvent* event)
{
    // Every key first asks whether it is a shortcut; one that was taken there must not arrive as a key either.
    if (event->type() == QEvent::KeyPress && std::exchange(m_swallowing, false))
        return true;
    if (event->type() != QEvent::ShortcutOverride || watched != QApplication::focusWidget())
        return QObject::eventFilter(watched, event);
    if (!m_listens() || qobject_cast<QLineEdit*>(watched) || !takes(*static_cast<QKeyEvent*>(event)))
        return QObject::eventFilter(watched, event);
    event->accept();
    m_swallowing = true;
    return true;
}

bool ScannerFilter::takes(const QKeyEvent& key)
{
    // The window system's own time, where it gives one: a busy moment of ours must not make fingers look quick.
    const qint64 at = key.timestamp() != 0 ? static_cast<qint64>(key.timestamp()) : m_clock.elapsed();
    const bool plain = (key.modifiers() & ~Qt::KeypadModifier) == 0 && !key.isAutoRepeat();
    if (plain && key.key() >= Qt::Key_0 && key.key() <= Qt::Key_9)
        return takesDigit(key, at);
    const bool isEnter = plain && (key.key() == Qt::Key_Return || key.key() == Qt::Key_Enter);
    if (isEnter && m_detector.enter(at) == WedgeDetector::Says::Scanned) {
        m_pause.stop();
        Q_EMIT scanned(m_detector.digits());
        m_detector.otherKey();
        return true;
    }
    if (!isEnter)
        m_detector.otherKey();
    return false;
}

bool ScannerFilter::takesDigit(const QKeyEvent& key, qint64 at)
{
    const auto says = m_detector.digit(QChar(key.key()), at);
    if (says == WedgeDetector::Says::Typed) {
        Q_EMIT firstDigit();
        return false;
    }
    if (says == WedgeDetector::Says::ScanBegan)
        Q_EMIT began();
    m_pause.start();
    return true;
}

void ScannerFilter::endByPause()
{
    if (!m_detector.isScanning())
        return;
    if (m_detector.pause())
        Q_EMIT scanned(m_detector.digits());
    else
        Q_EMIT typed(m_detector.digits());
    m_detector.otherKey();
}

} // namespace cartwright::ui
