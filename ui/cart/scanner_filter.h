#pragma once

#include "ui/cart/wedge_detector.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <functional>

class QKeyEvent;

namespace cartwright::ui {

/// Watches the application's keys for a barcode scanner's and keeps them from the shortcuts of digits. The first digit of a scan has been
/// taken for a key by the time the second one comes; `began` says so, and what it did is to be taken back.
class ScannerFilter : public QObject
{
    Q_OBJECT

public:
    /// `listens`: whether a scan is for this place now. A field with the focus gets its digits itself.
    explicit ScannerFilter(std::function<bool()> listens, QObject* parent = nullptr);

Q_SIGNALS:
    void firstDigit(); ///< one may be the first of a scan; its shortcut has not been run yet
    void began();
    void scanned(const QString& digits);
    void typed(const QString& digits); ///< not a scan after all: digits that got no shortcut

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    bool takes(const QKeyEvent& key);
    bool takesDigit(const QKeyEvent& key, qint64 at);
    void endByPause();

    std::function<bool()> m_listens;
    WedgeDetector m_detector;
    QElapsedTimer m_clock;
    QTimer m_pause;
    bool m_swallowing = false; ///< the key press that belongs to what was taken
};

} // namespace cartwright::ui
