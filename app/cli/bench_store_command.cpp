#include "app/cli/bench_commands.h"
#include "app/cli/bench_search.h"
#include "app/cli/bench_timing.h"

#include "core/base/safe_file.h"
#include "core/pipeline/measuring.h"
#include "core/store/queue_repository.h"
#include "core/store/sale_repository.h"
#include "core/store/statement_trace.h"

#include <QElapsedTimer>
#include <QJsonArray>

namespace cartwright::cli {
namespace {

constexpr Microseconds leaseLength = 600 * microsecondsPerSecond;
constexpr int salesInOneTransaction = 500;
constexpr int measuredYears = 20;

/// The calls of a day's work, one after the other, on one connection.
class StoreBench
{
public:
    StoreBench(store::Database& database, int count, const Cancellation& cancel)
        : m_database(database), m_queue(database), m_sales(database), m_trace(database), m_count(count), m_cancel(cancel)
    {
    }

    Result<std::vector<Timed>> run(int names)
    {
        const auto claims = add(QStringLiteral("claim"), m_count, [&](int) { return claim(); });
        if (!claims)
            return failure(claims.error());
        if (auto prepared = prepareSubmissions(); !prepared)
            return failure(prepared.error());
        const auto page = m_queue.page({}, 0, 100);
        if (!page)
            return failure(page.error());
        const std::vector<std::pair<QString, std::function<Result<bool>(int)>>> calls{
            {QStringLiteral("durable submit"), [&](int i) { return submit(i); }},
            {QStringLiteral("queue page of 100"), [&](int) { return done(m_queue.page({}, 0, 100)); }},
            {QStringLiteral("queue page of 100, waiting"),
             [&](int) { return done(m_queue.page(waitingOnly(), 0, 100)); }},
            {QStringLiteral("sale by receipt number"), [&](int i) { return bySale(*page, i); }}};
        for (const auto& [name, call] : calls)
            if (auto added = add(name, m_count, call); !added)
                return failure(added.error());
        if (auto added = addYears(); !added)
            return failure(added.error());
        auto searches = measureSearch(m_database, names, m_cancel, [&](const QString& name) { m_trace.beginCall(name); });
        if (!searches)
            return failure(searches.error());
        std::move(searches->begin(), searches->end(), std::back_inserter(m_all));
        if (auto added = addIngest(); !added)
            return failure(added.error());
        return std::move(m_all);
    }
    QByteArray statements() const { return m_trace.lines(); }

private:
    Result<void> add(const QString& name, int count, const std::function<Result<bool>(int)>& call)
    {
        auto timed = measure(name, count, m_cancel, [&](int i) {
            m_trace.beginCall(name);
            return call(i);
        });
        m_trace.beginCall({});
        if (!timed)
            return failure(timed.error());
        m_all.push_back(std::move(*timed));
        return {};
    }
    template <class T> static Result<bool> done(const Result<T>& result)
    {
        return result ? Result<bool>(true) : failure(result.error());
    }
    static store::QueueFilter waitingOnly()
    {
        store::QueueFilter filter;
        filter.state = store::QueueState::Waiting;
        return filter;
    }
    Result<bool> claim()
    {
        auto lease = m_queue.claimNext(QStringLiteral("bench"), leaseLength);
        if (!lease)
            return failure(lease.error());
        if (*lease)
            m_leases.push_back(**lease);
        return lease->has_value();
    }
    /// What a reviewer sends who agrees: the predicted cart and its receipt.
    Result<void> prepareSubmissions()
    {
        for (const auto& lease : m_leases) {
            const auto prediction = m_sales.prediction(lease.key);
            if (!prediction)
                return failure(prediction.error());
            store::Submission submission;
            submission.verdict.key = lease.key;
            submission.verdict.outcome = VerdictOutcome::Confirmed;
            submission.verdict.reviewer = lease.owner;
            submission.verdict.openedAt = lease.claimedAt;
            if (*prediction)
                submission.verdict.cart = (*prediction)->cart;
            Receipt receipt;
            receipt.key = lease.key;
            receipt.currency = QStringLiteral("EUR");
            receipt.reason = QStringLiteral("confirmed");
            receipt.issuedBy = QStringLiteral("reviewer");
            for (const auto& line : submission.verdict.cart.lines)
                receipt.lines.push_back({line.gtin, QStringLiteral("Article"), line.quantity, 199, 199 * line.quantity,
                                         QStringLiteral("food"), 100'000, 18 * line.quantity});
            submission.receipt = std::move(receipt);
            m_submissions.push_back(std::move(submission));
        }
        return {};
    }
    Result<bool> submit(int i)
    {
        const auto at = static_cast<std::size_t>(i);
        return at < m_leases.size() ? done(m_queue.submit(m_leases[at], m_submissions[at])) : Result<bool>(false);
    }
    Result<bool> bySale(const std::vector<store::QueueEntry>& page, int i)
    {
        if (page.empty())
            return false;
        const auto& key = page[static_cast<std::size_t>(i) % page.size()].key;
        const auto found = m_sales.find(key.storeId + QLatin1Char('/') + key.saleId);
        return found ? done(m_sales.load(*found)) : failure(found.error());
    }
    Result<void> addYears()
    {
        const auto until = dayOf(m_database.clock().now()) + dayLength;
        return add(QStringLiteral("measures of a year by day"), std::min(m_count, measuredYears), [&](int) -> Result<bool> {
            const auto measured = pipeline::measure(m_database, until - 365 * dayLength, until);
            if (!measured)
                return failure(measured.error());
            return !measures::dayFiguresOf(measured->days).empty();
        });
    }
    /// Sales as a feed brings them and the pipeline decides them, many in one transaction.
    Result<void> addIngest()
    {
        auto model = sampleSale();
        if (!model)
            return failure(model.error());
        m_trace.beginCall(QStringLiteral("bulk ingest"));
        const auto before = m_trace.inserts();
        Timed timed{QStringLiteral("bulk ingest"), {}, {}};
        Result<void> ingested;
        timed.times.push_back(timeOf([&] { ingested = ingest(*model); }));
        m_trace.beginCall({});
        if (!ingested)
            return ingested;
        const auto rows = m_trace.inserts() - before;
        timed.note = QStringLiteral("%1 sales, %2 rows/s").arg(salesInOneTransaction)
                         .arg(static_cast<double>(rows) * timed.perSecond(), 0, 'f', 0);
        m_all.push_back(std::move(timed));
        return {};
    }
    struct Model
    {
        Sale sale;
        store::Prediction prediction;
    };
    Result<Model> sampleSale()
    {
        const SaleKey key = m_leases.empty() ? SaleKey() : m_leases.front().key;
        auto sale = m_sales.load(key);
        auto prediction = m_sales.prediction(key);
        if (!sale)
            return failure(sale.error());
        if (!prediction)
            return failure(prediction.error());
        return Model{std::move(*sale), prediction->value_or(store::Prediction())};
    }
    Result<void> ingest(const Model& model)
    {
        auto transaction = store::Transaction::begin(m_database);
        if (!transaction)
            return failure(transaction.error());
        const auto now = m_database.clock().now();
        for (int i = 0; i < salesInOneTransaction; ++i) {
            Sale sale = model.sale;
            sale.key.saleId = QStringLiteral("ingest-%1-%2").arg(now).arg(i);
            sale.revision = 1;
            sale.enteredAt = now - 60 * microsecondsPerSecond;
            sale.exitedAt = now;
            auto added = m_sales.addRevision(sale, "{}");
            if (!added)
                return failure(added.error());
            store::Prediction prediction = model.prediction;
            prediction.saleRevision = 1;
            if (auto saved = m_sales.savePrediction(sale.key, prediction); !saved)
                return saved;
            if (auto saved = m_sales.saveDecision(sale.key, 1,
                                                  {.flags = {{FlagRule::UncertainProduct, 0.7, 0.9, {}}},
                                                   .receipt = std::nullopt,
                                                   .dueAt = now + 900 * microsecondsPerSecond});
                !saved)
                return saved;
        }
        return transaction->commit();
    }

    store::Database& m_database;
    store::QueueRepository m_queue;
    store::SaleRepository m_sales;
    store::StatementTrace m_trace;
    int m_count;
    Cancellation m_cancel;
    std::vector<store::Lease> m_leases;
    std::vector<store::Submission> m_submissions;
    std::vector<Timed> m_all;
};

void print(Context& context, const QJsonObject& machine, const std::vector<Timed>& all)
{
    QJsonArray calls;
    std::vector<QStringList> table{tableHead()};
    for (const auto& timed : all) {
        calls.append(toJson(timed));
        table.push_back(tableRow(timed));
    }
    if (context.wantsJson()) {
        context.print(QJsonObject{{QStringLiteral("machine"), machine}, {QStringLiteral("calls"), calls}});
        return;
    }
    context.print(describeMachine(machine));
    context.printTable(table);
}

} // namespace

void storeBenchOptions(QCommandLineParser& parser)
{
    parser.addOption({QStringLiteral("calls"), QStringLiteral("How many calls of each kind; 500 where not given."),
                      QStringLiteral("N"), QStringLiteral("500")});
    parser.addOption({QStringLiteral("catalogue"),
                      QStringLiteral("First import a file of lines \"gtin TAB name\" into the store \"catalogue\"; may be given "
                                     "again. Product search is measured where that store has products."),
                      QStringLiteral("FILE")});
    parser.addOption({QStringLiteral("names"), QStringLiteral("So many products are typed in each way; 40 where not given."),
                      QStringLiteral("N"), QStringLiteral("40")});
    parser.addOption({QStringLiteral("statements"),
                      QStringLiteral("Write the statements that ran to a file, for tests/bench/store.sh."), QStringLiteral("FILE")});
}

Result<ExitCode> runStoreBench(Context& context)
{
    const int count = context.options().value(QStringLiteral("calls")).toInt();
    const int names = context.options().value(QStringLiteral("names")).toInt();
    if (count < 1 || names < 1)
        return failure(ErrorKind::WrongUsage, QStringLiteral("--calls and --names are at least 1."));
    const auto open = context.openWorkspace();
    if (!open)
        return failure(open.error());
    if (context.options().isSet(QStringLiteral("catalogue"))) {
        const auto imported = importCatalogue(*open->database, context.options().values(QStringLiteral("catalogue")));
        if (!imported)
            return failure(imported.error());
        context.say(QStringLiteral("%1 products of %2 lines (%3 have no GTIN or no name) in %4 s")
                        .arg(imported->products).arg(imported->lines).arg(imported->refused)
                        .arg(imported->seconds, 0, 'f', 1));
    }
    const auto machine = machineOf(open->workspace.folder());
    if (!machine)
        return failure(machine.error());
    StoreBench bench(*open->database, count, context.cancel());
    const auto all = bench.run(names);
    if (!all)
        return failure(all.error());
    if (const QString path = context.options().value(QStringLiteral("statements")); !path.isEmpty())
        if (auto written = writeFile(path, bench.statements()); !written)
            return failure(written.error());
    print(context, *machine, *all);
    return Done;
}

} // namespace cartwright::cli
