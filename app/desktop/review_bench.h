#pragma once

#include "app/desktop/heartbeat.h"
#include "ui/shell/main_window.h"

#include <QElapsedTimer>

#include <functional>
#include <map>

namespace cartwright::ui {

/// What a shift cost, measured by keys in the real window.
struct ReviewFigures
{
    int sales = 0;
    std::vector<double> submitMs;          ///< Ctrl+Enter to the next sale's deciding frame painted
    std::vector<double> stepMs;            ///< key to painted frame
    std::vector<double> eventMs;           ///< Ctrl+arrow to the event's deciding frame painted
    std::vector<double> readyMs;           ///< a sale on screen to the next one ready
    std::vector<double> axisMs;            ///< the time axis painted anew with 10,000 events
    std::vector<std::pair<int, double>> memoryMb; ///< resident, after so many sales
    std::vector<std::pair<QString, double>> journey; ///< the keys of one sale with their times
    std::array<int, Heartbeat::limitsMs.size() + 1> stalls{};
    double longestStallMs = 0;
    double seconds = 0;
};

/// Works through the queue with keys as a reviewer would and measures how long each takes until what it asks for is painted.
/// Each sale gets steps both ways, the events before and after, a candidate and a submit, as quick as a held key repeats.
class ReviewBench : public QObject
{
    Q_OBJECT

public:
    ReviewBench(MainWindow& window, int sales, QObject* parent = nullptr);

Q_SIGNALS:
    void finished(const cartwright::ui::ReviewFigures& figures);
    void failed(const QString& sentence);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    struct Key
    {
        QString name;
        Qt::Key key = Qt::Key_unknown;
        Qt::KeyboardModifiers modifiers;
        std::vector<double>* times = nullptr; ///< where its time is counted; null: only what it does
        bool movesFrame = false;              ///< it shows another frame
    };
    void look();
    void planSale();
    void press();
    bool isDone() const;
    void noteReady();
    void end();

    MainWindow& m_window;
    int m_wanted = 0;
    ReviewFigures m_figures;
    Heartbeat m_heartbeat;
    std::vector<Key> m_keys;
    std::size_t m_next = 0;      ///< of the keys, the one to press next
    bool m_pressed = false;      ///< the one before is under way
    QElapsedTimer m_since;       ///< the key was pressed
    QElapsedTimer m_saleSince;   ///< the sale was shown
    QElapsedTimer m_whole;
    bool m_readyNoted = false;
    QString m_saleBefore;
    std::size_t m_frameBefore = 0;
    QTimer m_look;
};

} // namespace cartwright::ui
