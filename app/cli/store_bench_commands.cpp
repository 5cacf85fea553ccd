#include "app/cli/command.h"

#include "core/store/fill.h"
#include "core/store/queue_repository.h"
#include "core/store/sale_repository.h"

#include <QElapsedTimer>
#include <QJsonArray>

#include <algorithm>
#include <functional>

namespace cartwright::cli {
namespace {

constexpr Microseconds leaseLength = 600 * microsecondsPerSecond;

void fillOptions(QCommandLineParser& parser)
{
    parser.addOption({QStringLiteral("sales"), QStringLiteral("How many sales; 1000000 where not given."),
                      QStringLiteral("N"), QStringLiteral("1000000")});
    parser.addOption({QStringLiteral("waiting"), QStringLiteral("How many of the latest wait for a review; 10000 where not given."),
                      QStringLiteral("N"), QStringLiteral("10000")});
}

Result<ExitCode> runFill(Context& context)
{
    store::FillOptions options;
    bool salesRight = false;
    bool waitingRight = false;
    options.sales = context.options().value(QStringLiteral("sales")).toLongLong(&salesRight);
    options.waiting = context.options().value(QStringLiteral("waiting")).toLongLong(&waitingRight);
    if (!salesRight || !waitingRight || options.sales < 1 || options.waiting < 0 || options.waiting > options.sales)
        return failure(ErrorKind::WrongUsage,
                       QStringLiteral("--sales is at least 1, and --waiting at most as many."));
    const auto open = context.openWorkspace();
    if (!open)
        return failure(open.error());
    QElapsedTimer timer;
    timer.start();
    const auto show = context.progress(QStringLiteral("filled"));
    const auto rows = store::fillDatabase(*open->database, options, context.cancel(), [&](std::int64_t done, std::int64_t total) {
        show({static_cast<int>(done), static_cast<int>(total), {}});
    });
    if (!rows)
        return failure(rows.error());
    const double seconds = static_cast<double>(timer.nsecsElapsed()) / 1e9;
    const double rate = static_cast<double>(*rows) / seconds;
    if (context.wantsJson())
        context.print(QJsonObject{{QStringLiteral("sales"), static_cast<qint64>(options.sales)},
                                  {QStringLiteral("rows"), static_cast<qint64>(*rows)},
                                  {QStringLiteral("seconds"), seconds},
                                  {QStringLiteral("rows_per_second"), rate}});
    else
        context.print(QStringLiteral("%1 sales, %2 rows in %3 s: %4 rows/s")
                          .arg(options.sales).arg(*rows).arg(seconds, 0, 'f', 1).arg(rate, 0, 'f', 0));
    return Done;
}

/// Times of one kind of call, in microseconds.
struct Timed
{
    QString name;
    std::vector<double> times;

    double quantile(double q)
    {
        std::sort(times.begin(), times.end());
        return times[static_cast<std::size_t>(q * static_cast<double>(times.size() - 1))];
    }
};

/// Calls until `count` are done or a call says that there is nothing more to do.
Result<Timed> measure(const QString& name, int count, const Cancellation& cancel, const std::function<Result<bool>(int)>& call)
{
    Timed timed{name, {}};
    for (int i = 0; i < count && !cancel.isCancelled(); ++i) {
        QElapsedTimer timer;
        timer.start();
        const auto more = call(i);
        const double microseconds = static_cast<double>(timer.nsecsElapsed()) / 1000;
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

Verdict confirmed(const store::Lease& lease)
{
    Verdict verdict;
    verdict.key = lease.key;
    verdict.outcome = VerdictOutcome::Confirmed;
    verdict.reviewer = lease.owner;
    verdict.saleRevision = 1;
    return verdict;
}

Result<std::vector<Timed>> measureAll(store::Database& database, int count, const Cancellation& cancel)
{
    store::QueueRepository queue(database);
    store::SaleRepository sales(database);
    const auto page = queue.page({}, 0, 100);
    if (!page)
        return failure(page.error());
    const QString owner = QStringLiteral("bench");
    std::vector<store::Lease> leases;
    std::vector<Timed> all;
    const auto add = [&](Result<Timed> timed) -> Result<void> {
        if (!timed)
            return failure(timed.error());
        all.push_back(std::move(*timed));
        return {};
    };
    const auto claim = [&](int) -> Result<bool> {
        auto lease = queue.claimNext(owner, leaseLength);
        if (!lease)
            return failure(lease.error());
        if (*lease)
            leases.push_back(**lease);
        return lease->has_value();
    };
    const auto submit = [&](int i) -> Result<bool> {
        if (static_cast<std::size_t>(i) >= leases.size())
            return false;
        const auto& lease = leases[static_cast<std::size_t>(i)];
        const auto done = queue.submit(lease, {.verdict = confirmed(lease), .labels = {}, .receipt = std::nullopt});
        return done ? Result<bool>(true) : failure(done.error());
    };
    const auto pageCall = [&](int) -> Result<bool> {
        const auto got = queue.page({}, 0, 100);
        return got ? Result<bool>(true) : failure(got.error());
    };
    const auto find = [&](int i) -> Result<bool> {
        if (page->empty())
            return false;
        const auto key = sales.find((*page)[static_cast<std::size_t>(i) % page->size()].key.saleId);
        if (!key)
            return failure(key.error());
        const auto loaded = sales.load(*key);
        return loaded ? Result<bool>(true) : failure(loaded.error());
    };
    for (const auto& [name, call] : std::vector<std::pair<QString, std::function<Result<bool>(int)>>>{
             {QStringLiteral("claim"), claim},
             {QStringLiteral("submit"), submit},
             {QStringLiteral("queue page of 100"), pageCall},
             {QStringLiteral("sale by id, loaded"), find}})
        if (auto added = add(measure(name, count, cancel, call)); !added)
            return failure(added.error());
    return all;
}

void storeOptions(QCommandLineParser& parser)
{
    parser.addOption({QStringLiteral("calls"), QStringLiteral("How many calls of each kind; 500 where not given."),
                      QStringLiteral("N"), QStringLiteral("500")});
}

Result<ExitCode> runStore(Context& context)
{
    const int count = context.options().value(QStringLiteral("calls")).toInt();
    if (count < 1)
        return failure(ErrorKind::WrongUsage, QStringLiteral("--calls is at least 1."));
    const auto open = context.openWorkspace();
    if (!open)
        return failure(open.error());
    auto all = measureAll(*open->database, count, context.cancel());
    if (!all)
        return failure(all.error());
    QJsonArray array;
    std::vector<QStringList> table{{QStringLiteral("call"), QStringLiteral("n"), QStringLiteral("p50 us"), QStringLiteral("p95 us"),
                                    QStringLiteral("calls/s")}};
    for (auto& timed : *all) {
        double sum = 0;
        for (const double time : timed.times)
            sum += time;
        const double rate = 1e6 * static_cast<double>(timed.times.size()) / sum;
        array.append(QJsonObject{{QStringLiteral("call"), timed.name},
                                 {QStringLiteral("n"), static_cast<qint64>(timed.times.size())},
                                 {QStringLiteral("p50_us"), timed.quantile(0.5)},
                                 {QStringLiteral("p95_us"), timed.quantile(0.95)},
                                 {QStringLiteral("per_second"), rate}});
        table.push_back({timed.name, QString::number(timed.times.size()), QString::number(timed.quantile(0.5), 'f', 0),
                         QString::number(timed.quantile(0.95), 'f', 0), QString::number(rate, 'f', 0)});
    }
    if (context.wantsJson())
        context.print(QJsonObject{{QStringLiteral("calls"), array}});
    else
        context.printTable(table);
    return Done;
}

} // namespace

std::vector<Command> storeBenchCommands()
{
    return {
        {QStringLiteral("bench fill"), {}, QStringLiteral("Fill a workspace with made-up sales, to measure at size."),
         QStringLiteral("cartwright-cli bench fill --sales 1000000 --waiting 10000 --workspace ./large"), 0, 0, fillOptions, runFill},
        {QStringLiteral("bench store"), {}, QStringLiteral("Measure claims, submits, queue pages and look-ups of a filled workspace."),
         QStringLiteral("cartwright-cli bench store --calls 500 --workspace ./large"), 0, 0, storeOptions, runStore},
    };
}

} // namespace cartwright::cli
