#pragma once

#include <QKeySequence>
#include <QPushButton>

namespace cartwright::ui {

/// A button that, once pressed, takes the next key for a shortcut, whatever it is; Escape or leaving it gives up.
class KeyRecorder : public QPushButton
{
    Q_OBJECT

public:
    explicit KeyRecorder(const QString& text, QWidget* parent = nullptr);

    bool isRecording() const { return m_recording; }

Q_SIGNALS:
    void recorded(const QKeySequence& key);

protected:
    bool event(QEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    void setRecording(bool recording);
    void take(const QKeyEvent& key);

    const QString m_text;
    bool m_recording = false;
};

/// The key of a shortcut that this press means; none while only Shift, Ctrl and the like are down. A sign that needs Shift
/// on this keyboard ("?") is the sign alone.
QKeySequence shortcutOf(const QKeyEvent& key);

} // namespace cartwright::ui
