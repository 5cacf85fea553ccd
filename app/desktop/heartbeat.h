#pragma once

#include <QObject>

#include <array>
#include <atomic>
#include <thread>

namespace cartwright::ui {

/// Measures how long the UI thread does not answer: every few milliseconds another thread posts it an event, and the time until
/// that is handled is counted.
class Heartbeat : public QObject
{
    Q_OBJECT

public:
    static constexpr std::array<double, 9> limitsMs{1, 2, 4, 8, 16, 33, 50, 100, 200};

    explicit Heartbeat(QObject* parent = nullptr);
    ~Heartbeat() override;

    /// How many beats waited less than each of the limits (and not less than the one before); the last: longer than all.
    const std::array<int, limitsMs.size() + 1>& histogram() const { return m_counts; }
    double longestMs() const { return m_longest; }
    void reset();

private:
    void beat();
    void note(double ms);

    std::array<int, limitsMs.size() + 1> m_counts{};
    double m_longest = 0;
    std::atomic<bool> m_answered = true;
    std::atomic<bool> m_quit = false;
    std::thread m_thread; // last, so that all above exists when it starts
};

} // namespace cartwright::ui
