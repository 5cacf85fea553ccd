#include "ui/shell/key_recorder.h"

#include <QKeyEvent>

namespace cartwright::ui {

QKeySequence shortcutOf(const QKeyEvent& key)
{
    switch (key.key()) {
    case 0:
    case Qt::Key_unknown:
    case Qt::Key_Shift:
    case Qt::Key_Control:
    case Qt::Key_Meta:
    case Qt::Key_Alt:
    case Qt::Key_AltGr:
    case Qt::Key_CapsLock:
    case Qt::Key_NumLock: return {};
    default: break;
    }
    Qt::KeyboardModifiers modifiers = key.modifiers() & ~Qt::KeypadModifier;
    const QString text = key.text();
    if (text.size() == 1 && text[0].isPrint() && !text[0].isLetter() && !text[0].isSpace())
        modifiers &= ~Qt::ShiftModifier;
    return QKeySequence(QKeyCombination(modifiers, static_cast<Qt::Key>(key.key())));
}

KeyRecorder::KeyRecorder(const QString& text, QWidget* parent) : QPushButton(text, parent), m_text(text)
{
    setAccessibleName(text);
    connect(this, &QPushButton::clicked, this, [this] { setRecording(true); });
}

void KeyRecorder::setRecording(bool recording)
{
    m_recording = recording;
    setText(recording ? tr("Press the new key… Escape gives up") : m_text);
    setAccessibleName(text());
}

bool KeyRecorder::event(QEvent* event)
{
    if (!m_recording)
        return QPushButton::event(event);
    if (event->type() == QEvent::ShortcutOverride) {
        event->accept();
        return true;
    }
    if (event->type() == QEvent::KeyPress) {
        take(*static_cast<QKeyEvent*>(event));
        event->accept();
        return true;
    }
    if (event->type() == QEvent::KeyRelease)
        return true;
    return QPushButton::event(event);
}

void KeyRecorder::take(const QKeyEvent& key)
{
    if (key.key() == Qt::Key_Escape && key.modifiers() == Qt::NoModifier)
        return setRecording(false);
    const QKeySequence shortcut = shortcutOf(key);
    if (shortcut.isEmpty())
        return;
    setRecording(false);
    Q_EMIT recorded(shortcut);
}

void KeyRecorder::focusOutEvent(QFocusEvent* event)
{
    setRecording(false);
    QPushButton::focusOutEvent(event);
}

} // namespace cartwright::ui
