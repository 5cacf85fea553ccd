#pragma once

#include <QPointer>
#include <QWidget>

namespace cartwright::ui {

/// Something laid over the whole window that goes away with Escape or a click beside it. While it shows, the keys of the
/// window below do nothing; the focus goes back to where it was.
class Overlay : public QWidget
{
    Q_OBJECT

public:
    explicit Overlay(QWidget* window);

    void open();
    void shut();

protected:
    /// Whether this key still reaches the window's actions: the ones that shut the overlay again.
    virtual bool letsThrough(const QKeyEvent& key) const = 0;

    bool eventFilter(QObject* watched, QEvent* event) override;
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    QWidget* m_window = nullptr;
    QPointer<QWidget> m_focusBefore;
};

} // namespace cartwright::ui
