#include "app/cli/bench_timing.h"

#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryFile>

#include <algorithm>
#include <thread>
#include <unistd.h>

namespace cartwright::cli {

double Timed::quantile(double q) const
{
    std::vector<double> sorted = times;
    std::sort(sorted.begin(), sorted.end());
    return sorted[static_cast<std::size_t>(q * static_cast<double>(sorted.size() - 1))];
}

double Timed::perSecond() const
{
    double sum = 0;
    for (const double time : times)
        sum += time;
    return 1e6 * static_cast<double>(times.size()) / sum;
}

double timeOf(const std::function<void()>& call)
{
    QElapsedTimer timer;
    timer.start();
    call();
    return static_cast<double>(timer.nsecsElapsed()) / 1000;
}

Result<Timed> measure(const QString& name, int count, const Cancellation& cancel,
                      const std::function<Result<bool>(int)>& call)
{
    Timed timed{name, {}, {}};
    for (int i = 0; i < count && !cancel.isCancelled(); ++i) {
        Result<bool> more = false;
        const double microseconds = timeOf([&] { more = call(i); });
        if (!more)
            return failure(more.error());
        if (!*more)
            break;
        timed.times.push_back(microseconds);
    }
    if (timed.times.empty())
        return failure(ErrorKind::NotFound,
                       QStringLiteral("There is nothing to measure \"%1\" on; fill the workspace with "
                                      "`cartwright-cli bench fill` first.").arg(name));
    return timed;
}

QJsonObject toJson(const Timed& timed)
{
    return {{QStringLiteral("call"), timed.name},
            {QStringLiteral("n"), static_cast<qint64>(timed.times.size())},
            {QStringLiteral("p50_us"), timed.quantile(0.5)},
            {QStringLiteral("p95_us"), timed.quantile(0.95)},
            {QStringLiteral("max_us"), timed.quantile(1)},
            {QStringLiteral("per_second"), timed.perSecond()},
            {QStringLiteral("note"), timed.note}};
}

QStringList tableHead()
{
    return {QStringLiteral("call"),   QStringLiteral("n"),      QStringLiteral("p50 us"), QStringLiteral("p95 us"),
            QStringLiteral("max us"), QStringLiteral("calls/s"), {}};
}

QStringList tableRow(const Timed& timed)
{
    const auto whole = [](double number) { return QString::number(number, 'f', 0); };
    return {timed.name, QString::number(timed.times.size()), whole(timed.quantile(0.5)), whole(timed.quantile(0.95)),
            whole(timed.quantile(1)), whole(timed.perSecond()), timed.note};
}

Result<QJsonObject> machineOf(const QString& folder)
{
    QTemporaryFile file(folder + QStringLiteral("/bench-XXXXXX"));
    if (!file.open())
        return failure(ErrorKind::Failed, QStringLiteral("No file can be made in %1: %2.").arg(folder, file.errorString()));
    const QByteArray block(4096, 'x');
    std::vector<double> times;
    for (int i = 0; i < 500; ++i)
        times.push_back(timeOf([&] {
            file.seek(0);
            file.write(block);
            file.flush();
            ::fdatasync(file.handle());
        }));
    return QJsonObject{
        {QStringLiteral("cores"), static_cast<int>(std::thread::hardware_concurrency())},
        {QStringLiteral("memory_gib"),
         static_cast<double>(::sysconf(_SC_PHYS_PAGES)) * static_cast<double>(::sysconf(_SC_PAGE_SIZE)) / (1LL << 30)},
        {QStringLiteral("fdatasync_per_second"), Timed{{}, times, {}}.perSecond()}};
}

QString describeMachine(const QJsonObject& machine)
{
    return QStringLiteral("%1 cores, %2 GiB of memory, %3 fdatasync/s")
        .arg(machine.value(QStringLiteral("cores")).toInt())
        .arg(machine.value(QStringLiteral("memory_gib")).toDouble(), 0, 'f', 1)
        .arg(machine.value(QStringLiteral("fdatasync_per_second")).toDouble(), 0, 'f', 0);
}

} // namespace cartwright::cli
