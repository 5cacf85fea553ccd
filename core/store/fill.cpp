#include "core/store/fill.h"

#include "core/store/store_repository.h"
#include "core/store/work.h"

namespace cartwright::store {
namespace {

constexpr int products = 1000;
constexpr Microseconds day = 24LL * 3600 * microsecondsPerSecond;

Store benchStore()
{
    Store store;
    store.storeId = QStringLiteral("bench");
    store.name = QStringLiteral("Made for measuring");
    store.timeZone = QStringLiteral("UTC");
    store.currency = QStringLiteral("EUR");
    store.taxClasses = {{QStringLiteral("food"), 100'000}};
    return store;
}

Gtin gtinOf(int number)
{
    const QString body = QString::number(2'000'000'000'000LL + number);
    for (int digit = 0; digit < 10; ++digit)
        if (auto parsed = Gtin::parse(body + QString::number(digit)))
            return *parsed;
    return {};
}

/// The numbers 0 to n-1 and valid GTINs, for the statements below to join with.
void makeNumbers(Work& work, std::int64_t batch)
{
    work.run(QStringLiteral("DROP TABLE IF EXISTS fill_number"));
    work.run(QStringLiteral("DROP TABLE IF EXISTS fill_gtin"));
    work.run(QStringLiteral("CREATE TEMPORARY TABLE fill_number (i BIGINT PRIMARY KEY)"));
    work.run(QStringLiteral("CREATE TEMPORARY TABLE fill_gtin (i BIGINT PRIMARY KEY, gtin TEXT)"));
    work.run(QStringLiteral("WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < CAST(? AS "
                            "BIGINT)) INSERT INTO fill_number SELECT i FROM n"),
             {batch});
    for (int i = 0; i < products; ++i)
        work.run(QStringLiteral("INSERT INTO fill_gtin (i, gtin) VALUES (?, ?)"), {i, gtinOf(i)});
}

/// A sale number (s), when it was left (t), and what became of it: audited (a), flagged (f), waiting (w).
QString sales()
{
    return QStringLiteral(
        "WITH x AS (SELECT i, CAST(? AS BIGINT) + i AS s, CAST(? AS BIGINT) + i * CAST(? AS BIGINT) AS t, "
        "CASE WHEN CAST(? AS BIGINT) + i >= CAST(? AS BIGINT) THEN 1 ELSE 0 END AS w FROM fill_number "
        "WHERE i < CAST(? AS BIGINT)), "
        "y AS (SELECT x.*, CASE WHEN w = 1 OR s % 20 = 0 THEN 1 ELSE 0 END AS f, "
        "CASE WHEN w = 0 AND s % 100 = 1 THEN 1 ELSE 0 END AS a FROM x) ");
}

/// What each sale gets. Row numbers follow from the sale's, so that nothing has to be read back.
std::vector<QString> statements()
{
    return {
        QStringLiteral("INSERT INTO sale (sale_row, store_id, sale_id, revision, stage, entered_at, exited_at, closed_at) "
                       "SELECT s, 'bench', 'b-' || CAST(s AS TEXT), 1, CASE w WHEN 1 THEN 'queued' ELSE 'closed' END, "
                       "t - 180000000, t, CASE w WHEN 1 THEN NULL ELSE t + 240000000 END FROM y"),
        QStringLiteral("INSERT INTO sale_revision (sale_row, revision, received_at, content_hash, original, entered_at, "
                       "exited_at, shopper_ref, group_size) SELECT s, 1, t + 1000000, "
                       "'0000000000000000000000000000000000000000000000000000000000000000', CAST('{}' AS %1), "
                       "t - 180000000, t, '', 1 FROM y"),
        QStringLiteral("INSERT INTO reading (reading_row, sale_row, revision, number, made_at, model_name, model_version, "
                       "has_cart) SELECT s, s, 1, 1, t + 2000000, 'cartwright-bins', '1', 1 FROM y"),
        QStringLiteral("INSERT INTO event (reading_row, position, event_id, kind, source, at, until, camera_id, bin_id, "
                       "quantity, candidates, kind_probability, actor_probability, plate_id, gtin) "
                       "SELECT s, k.i, 'a' || CAST(k.i AS TEXT), 'take', 'analysis', t - 60000000 + k.i * 9000000, "
                       "t - 58000000 + k.i * 9000000, 'shelf-1', 'B' || CAST(k.i AS TEXT), 1, "
                       "'[{\"gtin\":\"' || g.gtin || '\",\"probability\":0.9}]', 0.9, 0.9, '', '' "
                       "FROM y JOIN fill_number k ON k.i < 3 JOIN fill_gtin g ON g.i = (s + k.i * 7) % 1000"),
        QStringLiteral("INSERT INTO cart_line (reading_row, position, gtin, quantity, confidence, event_ids) "
                       "SELECT s, k.i, g.gtin, 1, 0.9, '[\"a' || CAST(k.i AS TEXT) || '\"]' "
                       "FROM y JOIN fill_number k ON k.i < 3 JOIN fill_gtin g ON g.i = (s + k.i * 7) % 1000"),
        QStringLiteral("INSERT INTO decision (sale_row, revision, decided_at, due_at) SELECT s, 1, t + 3000000, "
                       "t + 900000000 FROM y"),
        QStringLiteral("INSERT INTO flag (sale_row, revision, position, rule, value, bound, event_id) "
                       "SELECT s, 1, 0, CASE f WHEN 1 THEN 'uncertain_product' ELSE 'audit_sample' END, 0.7, 0.9, '' "
                       "FROM y WHERE f = 1 OR a = 1"),
        QStringLiteral("INSERT INTO queue (sale_row, revision, state, queued_at, due_at, audit, reasons) "
                       "SELECT s, 1, CASE w WHEN 1 THEN 'waiting' ELSE 'done' END, t + 3000000, t + 900000000, 0, "
                       "',uncertain_product,' FROM y WHERE f = 1"),
        QStringLiteral("INSERT INTO receipt (receipt_row, sale_row, version, issued_at, currency, total, tax, reason, "
                       "issued_by) SELECT s, s, 1, t + 240000000, 'EUR', 597, 54, 'predicted', 'pipeline' FROM y "
                       "WHERE w = 0"),
        QStringLiteral("INSERT INTO receipt_line (receipt_row, position, gtin, name, quantity, unit_price, total, tax_class, "
                       "rate_ppm, tax) SELECT s, k.i, g.gtin, 'Article', 1, 199, 199, 'food', 100000, 18 "
                       "FROM y JOIN fill_number k ON k.i < 3 JOIN fill_gtin g ON g.i = (s + k.i * 7) % 1000 WHERE w = 0"),
        QStringLiteral("INSERT INTO verdict (verdict_row, sale_row, number, outcome, reviewer, opened_at, decided_at, "
                       "sale_revision, note, epoch, lease_owner, prediction_right, receipt_version) "
                       "SELECT s, s, 1, CASE s % 60 WHEN 0 THEN 'corrected' ELSE 'confirmed' END, "
                       "'reviewer-' || CAST(s % 200 AS TEXT), t + 200000000, t + 225000000, 1, '', 1, "
                       "'reviewer-' || CAST(s % 200 AS TEXT), CASE s % 60 WHEN 0 THEN 0 ELSE 1 END, 1 "
                       "FROM y WHERE f = 1 AND w = 0"),
        QStringLiteral("INSERT INTO reviewed_line (verdict_row, position, gtin, quantity, confidence, event_ids) "
                       "SELECT s, k.i, g.gtin, 1, 1, '[]' FROM y JOIN fill_number k ON k.i < 3 "
                       "JOIN fill_gtin g ON g.i = (s + k.i * 7) % 1000 WHERE f = 1 AND w = 0"),
    };
}

/// A server's own numbering goes on behind the rows that were numbered here.
void moveNumbering(Work& work)
{
    if (!work.engine().isServer())
        return;
    for (const QString& table :
         {QStringLiteral("sale"), QStringLiteral("reading"), QStringLiteral("receipt"), QStringLiteral("verdict")})
        work.all(QStringLiteral("SELECT setval(pg_get_serial_sequence('%1', '%1_row'), greatest(1, (SELECT max(%1_row) "
                                "FROM %1)))")
                     .arg(table));
}

} // namespace

Result<std::int64_t> fillDatabase(Database& database, const FillOptions& options, const Cancellation& cancel,
                                  const std::function<void(std::int64_t, std::int64_t)>& progress)
{
    if (auto saved = StoreRepository(database).save(benchStore(), {}); !saved)
        return failure(saved.error());
    const std::int64_t batch = std::clamp<std::int64_t>(options.batch, 3, 1'000'000);
    std::int64_t base = 1;
    {
        Work work(database.gateway(), Work::Kind::Write);
        makeNumbers(work, batch);
        for (const char* table : {"sale", "reading", "receipt", "verdict"})
            if (auto row = work.one(QStringLiteral("SELECT coalesce(max(%1_row), 0) + 1 FROM %1").arg(QLatin1String(table))))
                base = std::max(base, row->integer());
        if (auto finished = work.finish(); !finished)
            return failure(finished.error());
    }
    const auto now = database.clock().now();
    const Microseconds step = std::max<std::int64_t>(1, options.days * day / std::max<std::int64_t>(1, options.sales));
    const std::int64_t firstWaiting = base + options.sales - options.waiting;
    const QString blob = database.gateway().engine().isServer() ? QStringLiteral("BYTEA") : QStringLiteral("BLOB");
    std::int64_t rows = 0;
    for (std::int64_t done = 0; done < options.sales;) {
        if (cancel.isCancelled())
            return failure(ErrorKind::Cancelled, QStringLiteral("Filling was stopped after %1 sales.").arg(done));
        const std::int64_t count = std::min(batch, options.sales - done);
        Work work(database.gateway(), Work::Kind::Write);
        for (const QString& statement : statements())
            rows += work.changed(sales() + (statement.contains(QStringLiteral("%1")) ? statement.arg(blob) : statement),
                                 {base + done, now - (options.sales - done) * step, step, base + done, firstWaiting, count});
        moveNumbering(work);
        if (auto finished = work.finish(); !finished)
            return failure(finished.error());
        done += count;
        if (progress)
            progress(done, options.sales);
    }
    // The planner would else go by what the tables held before.
    if (auto analysed = database.gateway().exec(QStringLiteral("ANALYZE")); !analysed)
        return failure(analysed.error());
    return rows;
}

} // namespace cartwright::store
