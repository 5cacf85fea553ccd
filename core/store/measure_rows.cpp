#include "core/store/measure_rows.h"

#include "core/store/json_rows.h"

#include <algorithm>
#include <set>

namespace cartwright::store {
namespace {

/// The number of the server's lock under which one program at a time counts; "MEAS".
constexpr std::int64_t countLock = 0x4D454153;
constexpr int readOneByOne = 200;

std::vector<Recounted> recounted(Work& work, const QString& condition, const Values& values)
{
    std::vector<Recounted> sales;
    work.each(factsSql(QStringLiteral("s.sale_row, m.day, m.kind, m.handling, "),
                       QStringLiteral("LEFT JOIN measure_sale m ON m.sale_row = s.sale_row"), condition),
              values, [&](Row& row) {
                  Recounted sale;
                  sale.saleRow = row.integer();
                  const auto day = row.optionalInteger();
                  const auto kind = row.integer();
                  const auto handling = row.integer();
                  if (day)
                      sale.before = Counted{*day, kind, handling};
                  const SaleFact fact = readFact(work, row);
                  sale.storeId = fact.key.storeId;
                  sale.now = countedAs(fact);
                  sales.push_back(std::move(sale));
              });
    return sales;
}

void keepSales(Work& work, const std::vector<Recounted>& sales)
{
    QJsonArray rows;
    for (const auto& sale : sales)
        if (sale.before != sale.now)
            rows.append(QJsonArray{static_cast<qint64>(sale.saleRow), static_cast<qint64>(sale.now.day),
                                   static_cast<qint64>(sale.now.kind), static_cast<qint64>(sale.now.handling)});
    if (rows.isEmpty())
        return;
    const Engine& engine = work.engine();
    // SQLite reads "ON" behind a SELECT without WHERE as a join's.
    work.run(QStringLiteral("INSERT INTO measure_sale (sale_row, day, kind, handling) SELECT %1, %2, %3, %4 FROM %5 "
                            "WHERE true ON CONFLICT (sale_row) DO UPDATE SET day = excluded.day, "
                            "kind = excluded.kind, handling = excluded.handling")
                 .arg(jsonNumber(engine, 0), jsonNumber(engine, 1), jsonNumber(engine, 2), jsonNumber(engine, 3),
                      jsonRows(engine)),
             {jsonValue(rows)});
}

void keepDays(Work& work, const DayCounts& counts)
{
    for (const auto& [key, day] : counts.days())
        work.run(QStringLiteral("INSERT INTO measure_day (scope, day, kinds, handling) VALUES (?, ?, ?, ?) "
                                "ON CONFLICT (scope, day) DO UPDATE SET kinds = excluded.kinds, "
                                "handling = excluded.handling"),
                 {key.first, key.second, textOf(day.kinds), textOf(day.handling)});
}

} // namespace

Counted countedAs(const SaleFact& fact) { return {dayOf(fact.exitedAt), kindOf(fact), handlingOf(fact)}; }

void DayCounts::add(const QString& storeId, const Counted& counted, int sign)
{
    for (const QString& scope : {storeId, QString(QLatin1String(""))}) {
        Of& day = m_days[{scope, counted.day}];
        if (counted.kind != 0)
            day.kinds[counted.kind] += sign;
        if (counted.handling >= 0)
            day.handling[counted.handling] += sign;
    }
}

void DayCounts::need(Work& work, const QString& storeId, UtcMicroseconds day)
{
    for (const QString& scope : {storeId, QString(QLatin1String(""))}) {
        if (m_days.contains({scope, day}))
            continue;
        Of counts;
        if (auto row = work.one(
                QStringLiteral("SELECT day, kinds, handling FROM measure_day WHERE scope = ? AND day = ?"),
                {scope, day}))
            counts = readDay(work, *row).second;
        m_days.emplace(Key{scope, day}, std::move(counts));
    }
}

void DayCounts::move(Work& work, const Recounted& sale)
{
    if (sale.before == sale.now)
        return;
    need(work, sale.storeId, sale.now.day);
    if (sale.before) {
        need(work, sale.storeId, sale.before->day);
        add(sale.storeId, *sale.before, -1);
    }
    add(sale.storeId, sale.now, 1);
}

std::pair<UtcMicroseconds, DayCounts::Of> readDay(Work& work, Row& row)
{
    const auto day = row.integer();
    Counts kinds = work.stored(countsOf(row.text()));
    Counts handling = work.stored(countsOf(row.text()));
    return {day, DayCounts::Of{std::move(kinds), std::move(handling)}};
}

std::vector<Recounted> recountedSales(Work& work, const std::vector<std::int64_t>& saleRows)
{
    QJsonArray rows;
    for (const auto saleRow : saleRows)
        rows.append(QJsonArray{static_cast<qint64>(saleRow)});
    return recounted(
        work,
        QStringLiteral("s.sale_row IN (SELECT %1 FROM %2)").arg(jsonNumber(work.engine(), 0), jsonRows(work.engine())),
        {jsonValue(rows)});
}

std::vector<Recounted> notedSales(Work& work)
{
    std::set<std::int64_t> saleRows;
    int notes = 0;
    work.each(QStringLiteral("SELECT sale_row FROM measure_change ORDER BY change_row LIMIT ?"), {readOneByOne + 1}, [&](Row& row) {
        ++notes;
        saleRows.insert(row.integer());
    });
    if (notes > readOneByOne)
        return recounted(work, QStringLiteral("s.sale_row IN (SELECT sale_row FROM measure_change)"), {});
    // Named one by one, because a server's planner remembers how many notes there once were and would read every sale.
    return saleRows.empty() ? std::vector<Recounted>() : recountedSales(work, {saleRows.begin(), saleRows.end()});
}

std::int64_t countNoted(Work& work, int most)
{
    if (work.engine().isServer())
        work.all(QStringLiteral("SELECT pg_advisory_xact_lock(?::bigint)::text"), {countLock});
    std::vector<std::int64_t> saleRows;
    // Exactly the notes that are seen here: on a server one with a lower number may still be on its way.
    work.each(QStringLiteral("DELETE FROM measure_change WHERE change_row IN (SELECT change_row FROM measure_change "
                             "ORDER BY change_row LIMIT ?) RETURNING sale_row"),
              {most}, [&](Row& row) { saleRows.push_back(row.integer()); });
    const auto noted = static_cast<std::int64_t>(saleRows.size());
    std::sort(saleRows.begin(), saleRows.end());
    saleRows.erase(std::unique(saleRows.begin(), saleRows.end()), saleRows.end());
    if (saleRows.empty())
        return noted;
    const auto sales = recountedSales(work, saleRows);
    DayCounts counts;
    for (const auto& sale : sales)
        counts.move(work, sale);
    keepSales(work, sales);
    keepDays(work, counts);
    return noted;
}

} // namespace cartwright::store
