#include "app/cli/bench_commands.h"
#include "app/cli/bench_timing.h"

#include "core/store/queue_repository.h"

#include <QElapsedTimer>

#include <atomic>
#include <mutex>
#include <thread>

namespace cartwright::cli {
namespace {

constexpr Microseconds leaseLength = 600 * microsecondsPerSecond;

/// What all clients together did.
struct Claims
{
    std::mutex mutex;
    std::vector<double> times;
    std::optional<Error> error;

    void add(const std::vector<double>& more)
    {
        const std::scoped_lock lock(mutex);
        times.insert(times.end(), more.begin(), more.end());
    }
    void fail(Error why)
    {
        const std::scoped_lock lock(mutex);
        if (!error)
            error = std::move(why);
    }
};

/// One client: its own connection, claiming until the time is over or nothing waits.
void claimOn(const QString& address, const Clock& clock, int number, const std::atomic<bool>& isOver, std::atomic<int>& ready,
             const std::atomic<bool>& begun, Claims& claims)
{
    const auto database = store::Database::open(address, clock);
    ++ready;
    if (!database)
        return claims.fail(database.error());
    store::QueueRepository queue(**database);
    const QString owner = QStringLiteral("client-%1").arg(number);
    std::vector<double> times;
    while (!begun)
        std::this_thread::yield();
    while (!isOver) {
        Result<std::optional<store::Lease>> lease;
        times.push_back(timeOf([&] { lease = queue.claimNext(owner, leaseLength); }));
        if (!lease)
            return claims.fail(lease.error());
        if (!*lease)
            break;
    }
    claims.add(times);
}

} // namespace

void claimsBenchOptions(QCommandLineParser& parser)
{
    parser.addOption({QStringLiteral("clients"), QStringLiteral("How many connections claim at once; 64 where not given."),
                      QStringLiteral("N"), QStringLiteral("64")});
    parser.addOption({QStringLiteral("seconds"), QStringLiteral("For how long; 10 where not given."), QStringLiteral("S"),
                      QStringLiteral("10")});
}

Result<ExitCode> runClaimsBench(Context& context)
{
    const int clients = context.options().value(QStringLiteral("clients")).toInt();
    const int seconds = context.options().value(QStringLiteral("seconds")).toInt();
    if (clients < 1 || clients > 1000 || seconds < 1)
        return failure(ErrorKind::WrongUsage, QStringLiteral("--clients takes 1 to 1000, --seconds at least 1."));
    const auto open = context.openWorkspace();
    if (!open)
        return failure(open.error());
    Claims claims;
    std::atomic<bool> isOver = false;
    std::atomic<bool> begun = false;
    std::atomic<int> ready = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < clients; ++i)
        threads.emplace_back([&, i] {
            claimOn(open->workspace.databasePath(), context.clock(), i, isOver, ready, begun, claims);
        });
    while (ready < clients)
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    QElapsedTimer timer;
    timer.start();
    begun = true;
    while (timer.elapsed() < 1000LL * seconds && !context.cancel().isCancelled())
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    isOver = true;
    const double taken = static_cast<double>(timer.nsecsElapsed()) / 1e9;
    for (auto& thread : threads)
        thread.join();
    if (claims.error)
        return failure(*claims.error);
    if (claims.times.empty())
        return failure(ErrorKind::NotFound, QStringLiteral("No sale waits here; fill the workspace with "
                                                           "`cartwright-cli bench fill --waiting N` first."));
    const Timed timed{QStringLiteral("claim"), claims.times, QStringLiteral("%1 clients").arg(clients)};
    const double rate = static_cast<double>(claims.times.size()) / taken;
    if (context.wantsJson()) {
        QJsonObject object = toJson(timed);
        object.insert(QStringLiteral("clients"), clients);
        object.insert(QStringLiteral("per_second"), rate);
        context.print(object);
    } else {
        context.print(QStringLiteral("%1 clients, %2 claims in %3 s: %4 claims/s; p50 %5 us, p95 %6 us")
                          .arg(clients).arg(claims.times.size()).arg(taken, 0, 'f', 1).arg(rate, 0, 'f', 0)
                          .arg(timed.quantile(0.5), 0, 'f', 0).arg(timed.quantile(0.95), 0, 'f', 0));
    }
    return Done;
}

} // namespace cartwright::cli
