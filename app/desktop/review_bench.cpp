#include "app/desktop/review_bench.h"

#include <QApplication>
#include <QFile>
#include <QTest>

#include <unistd.h>

namespace cartwright::ui {

namespace {

constexpr double keyEveryMs = 33;       ///< a held key repeats 30 times a second; no hand is quicker
constexpr int lookEveryMs = 4;          ///< for what is not painted, such as the next sale's being ready
constexpr double longestWaitMs = 20'000;
constexpr int memoryPoints = 25;

double milliseconds(const QElapsedTimer& timer)
{
    return static_cast<double>(timer.nsecsElapsed()) / 1e6;
}

double residentMb()
{
    QFile statm(QStringLiteral("/proc/self/statm"));
    if (!statm.open(QIODevice::ReadOnly))
        return 0;
    return statm.readAll().split(' ').value(1).toDouble() * static_cast<double>(sysconf(_SC_PAGESIZE)) / (1 << 20);
}

} // namespace

ReviewBench::ReviewBench(MainWindow& window, int sales, QObject* parent) : QObject(parent), m_window(window), m_wanted(sales)
{
    m_window.installEventFilter(this);
    connect(&m_look, &QTimer::timeout, this, &ReviewBench::look);
    m_look.start(lookEveryMs);
    m_since.start();
    m_whole.start();
}

bool ReviewBench::eventFilter(QObject* watched, QEvent* event)
{
    // Handled right after the window has painted and handed its pixels on.
    if (event->type() == QEvent::UpdateRequest)
        QMetaObject::invokeMethod(this, &ReviewBench::look, Qt::QueuedConnection);
    return QObject::eventFilter(watched, event);
}

bool ReviewBench::isDone() const
{
    const ReviewPlace& review = *m_window.review();
    const CaseFlow& flow = m_window.review()->flow();
    const Key& key = m_keys[m_next - 1];
    if (flow.state() != CaseFlow::State::Open || !review.isDecidingPanePainted())
        return false;
    if (key.key == Qt::Key_Return)
        return flow.opened()->key().saleId != m_saleBefore;
    return !key.movesFrame || review.activeFrame() != m_frameBefore;
}

void ReviewBench::look()
{
    if (m_since.isValid() && milliseconds(m_since) > longestWaitMs) {
        m_look.stop();
        const QString waited = m_pressed ? m_keys[m_next - 1].name : m_keys.empty() ? tr("the first sale") : tr("the next sale's being ready");
        Q_EMIT failed(tr("Nothing was painted for 20 seconds, at sale %1 of %2; waited for: %3.").arg(m_figures.sales + 1).arg(m_wanted).arg(waited));
        return;
    }
    CaseFlow& flow = m_window.review()->flow();
    if (m_pressed) {
        if (!isDone())
            return;
        const double ms = milliseconds(m_since);
        m_pressed = false;
        const Key& key = m_keys[m_next - 1];
        if (key.times)
            key.times->push_back(ms);
        if (m_figures.sales == 1)
            m_figures.journey.emplace_back(key.name, ms);
        if (key.key == Qt::Key_Return)
            planSale();
        return; // the next key comes with the next look, as keys do
    }
    if (m_keys.empty()) {
        if (!m_window.isSettled() || flow.state() != CaseFlow::State::Open)
            return;
        m_heartbeat.reset();
        m_whole.restart();
        planSale();
    }
    noteReady();
    if (m_next > 0 && milliseconds(m_since) < keyEveryMs)
        return;
    const bool submits = m_next + 1 == m_keys.size();
    const bool last = m_figures.sales + 1 >= m_wanted;
    if (submits && last)
        return end();
    if (submits && !m_readyNoted)
        return; // a reviewer takes longer than the machine
    press();
}

void ReviewBench::noteReady()
{
    if (m_readyNoted || !m_window.review()->isNextReady())
        return;
    m_readyNoted = true;
    m_figures.readyMs.push_back(milliseconds(m_saleSince));
}

void ReviewBench::planSale()
{
    if (!m_keys.empty())
        ++m_figures.sales;
    if (m_figures.sales % std::max(1, m_wanted / memoryPoints) == 0)
        m_figures.memoryMb.emplace_back(m_figures.sales, residentMb());
    m_keys.clear();
    const auto step = [this](const char* name, Qt::Key key) {
        m_keys.push_back({QString::fromLatin1(name), key, Qt::NoModifier, &m_figures.stepMs, true});
    };
    for (int i = 0; i < 3; ++i)
        step("Right", Qt::Key_Right);
    for (int i = 0; i < 6; ++i)
        step("Left", Qt::Key_Left);
    m_keys.push_back({QStringLiteral("Ctrl+Left"), Qt::Key_Left, Qt::ControlModifier, &m_figures.eventMs, true});
    m_keys.push_back({QStringLiteral("Ctrl+Right"), Qt::Key_Right, Qt::ControlModifier, &m_figures.eventMs, true});
    m_keys.push_back({QStringLiteral("2"), Qt::Key_2, Qt::NoModifier, nullptr, false});
    m_keys.push_back({QStringLiteral("Ctrl+Enter"), Qt::Key_Return, Qt::ControlModifier, &m_figures.submitMs, true});
    m_next = 0;
    m_readyNoted = false;
    m_saleSince.restart();
    m_since.restart();
}

void ReviewBench::press()
{
    const Key& key = m_keys[m_next++];
    m_saleBefore = m_window.review()->flow().opened()->key().saleId;
    m_frameBefore = m_window.review()->activeFrame();
    m_pressed = true;
    QWidget* focus = QApplication::focusWidget();
    m_since.restart();
    QTest::keyClick(focus ? focus : &m_window, key.key, key.modifiers);
    if (!key.movesFrame)
        QMetaObject::invokeMethod(this, &ReviewBench::look, Qt::QueuedConnection);
}

void ReviewBench::end()
{
    m_look.stop();
    m_window.removeEventFilter(this);
    m_figures.memoryMb.emplace_back(m_figures.sales, residentMb());
    m_figures.stalls = m_heartbeat.histogram();
    m_figures.longestStallMs = m_heartbeat.longestMs();
    m_figures.seconds = milliseconds(m_whole) / 1000;
    Q_EMIT finished(m_figures);
}

} // namespace cartwright::ui
