#include "app/desktop/review_bench_report.h"

#include "core/base/json.h"
#include "app/desktop/axis_bench.h"

#include <QCoreApplication>
#include <QJsonArray>

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace cartwright::ui {

namespace {

double quantile(std::vector<double> values, double q)
{
    if (values.empty())
        return 0;
    std::sort(values.begin(), values.end());
    const auto place = static_cast<std::size_t>(std::ceil(q * static_cast<double>(values.size())));
    return values[std::clamp<std::size_t>(place, 1, values.size()) - 1];
}

QString ms(double value)
{
    return QString::number(value, 'f', 1);
}

QString timesText(const QString& what, const std::vector<double>& values)
{
    return QStringLiteral("%1: p50 %2, p95 %3, worst %4 ms (%5)\n")
        .arg(what, ms(quantile(values, 0.5)), ms(quantile(values, 0.95)), ms(quantile(values, 1)))
        .arg(values.size());
}

QJsonObject timesJson(const std::vector<double>& values)
{
    return {{QStringLiteral("n"), static_cast<qint64>(values.size())},
            {QStringLiteral("p50_ms"), quantile(values, 0.5)},
            {QStringLiteral("p95_ms"), quantile(values, 0.95)},
            {QStringLiteral("worst_ms"), quantile(values, 1)}};
}

QString limitText(std::size_t place)
{
    return place < Heartbeat::limitsMs.size() ? QStringLiteral("< %1").arg(Heartbeat::limitsMs[place])
                                              : QStringLiteral(">= %1").arg(Heartbeat::limitsMs.back());
}

QString textOf(const ReviewFigures& figures)
{
    QString text = QStringLiteral("%1 sales in %2 s\n").arg(figures.sales).arg(figures.seconds, 0, 'f', 1);
    text += timesText(QStringLiteral("Ctrl+Enter to the next sale's deciding frame painted"), figures.submitMs);
    text += timesText(QStringLiteral("one step, key to painted frame"), figures.stepMs);
    text += timesText(QStringLiteral("another event, key to its deciding frame painted"), figures.eventMs);
    text += timesText(QStringLiteral("sale on screen to the next one ready"), figures.readyMs);
    text += timesText(QStringLiteral("time axis with 10,000 events, painted anew"), figures.axisMs);
    text += QStringLiteral("UI thread, longest stall %1 ms; beats answered within ms:\n").arg(ms(figures.longestStallMs));
    for (std::size_t i = 0; i < figures.stalls.size(); ++i)
        if (figures.stalls[i] > 0)
            text += QStringLiteral("  %1 %2\n").arg(limitText(i), -6).arg(figures.stalls[i], 8);
    text += QStringLiteral("memory, MiB after sales:");
    for (const auto& [sales, megabytes] : figures.memoryMb)
        text += QStringLiteral("  %1: %2").arg(sales).arg(megabytes, 0, 'f', 0);
    text += QStringLiteral("\none sale, key by key, ms until painted:");
    for (const auto& [key, took] : figures.journey)
        text += QStringLiteral("  %1 %2").arg(key, ms(took));
    return text;
}

QJsonObject jsonOf(const ReviewFigures& figures)
{
    QJsonArray stalls, memory, journey;
    for (std::size_t i = 0; i < figures.stalls.size(); ++i)
        stalls.append(QJsonObject{{QStringLiteral("ms"), limitText(i)}, {QStringLiteral("beats"), figures.stalls[i]}});
    for (const auto& [sales, megabytes] : figures.memoryMb)
        memory.append(QJsonObject{{QStringLiteral("sales"), sales}, {QStringLiteral("mib"), megabytes}});
    for (const auto& [key, took] : figures.journey)
        journey.append(QJsonObject{{QStringLiteral("key"), key}, {QStringLiteral("ms"), took}});
    return {{QStringLiteral("sales"), figures.sales},
            {QStringLiteral("seconds"), figures.seconds},
            {QStringLiteral("submit_to_painted"), timesJson(figures.submitMs)},
            {QStringLiteral("step_to_painted"), timesJson(figures.stepMs)},
            {QStringLiteral("event_to_painted"), timesJson(figures.eventMs)},
            {QStringLiteral("next_ready"), timesJson(figures.readyMs)},
            {QStringLiteral("axis_painted"), timesJson(figures.axisMs)},
            {QStringLiteral("longest_stall_ms"), figures.longestStallMs},
            {QStringLiteral("stalls"), stalls},
            {QStringLiteral("memory"), memory},
            {QStringLiteral("journey"), journey}};
}

} // namespace

std::unique_ptr<ReviewBench> startReviewBench(MainWindow& window, const Options& options)
{
    auto bench = std::make_unique<ReviewBench>(window, options.benchSales);
    const bool asJson = options.json;
    MainWindow* shown = &window;
    const auto end = [shown](int code) {
        shown->close();
        QCoreApplication::exit(code);
    };
    QObject::connect(bench.get(), &ReviewBench::finished, shown, [asJson, end](ReviewFigures figures) {
        constexpr int events = 10'000;
        figures.axisMs = measureAxis(events);
        const QString text = asJson ? QString::fromUtf8(toJsonLine(jsonOf(figures))).trimmed() : textOf(figures);
        std::printf("%s\n", qPrintable(text));
        end(0);
    });
    QObject::connect(bench.get(), &ReviewBench::failed, shown, [end](const QString& sentence) {
        std::fprintf(stderr, "%s\n", qPrintable(sentence));
        end(1);
    });
    return bench;
}

} // namespace cartwright::ui
