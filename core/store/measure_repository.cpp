#include "core/store/measure_repository.h"

#include "core/store/measure_rows.h"

#include <QSet>

#include <limits>

namespace cartwright::store {
namespace {

constexpr int notesInOneTransaction = 5000;
/// Reading so many notes on top of the counts costs about as much as reading a year of counts.
constexpr int fewNotes = 100;

struct Window
{
    UtcMicroseconds from;
    UtcMicroseconds until;
    bool holds(UtcMicroseconds day) const { return day >= from && day < until; }
};

Window windowOf(std::optional<UtcMicroseconds> from, std::optional<UtcMicroseconds> until)
{
    return {from.value_or(std::numeric_limits<std::int64_t>::min()),
            until.value_or(std::numeric_limits<std::int64_t>::max())};
}

std::vector<DayTally> talliesOf(const DayCounts& counts)
{
    std::vector<DayTally> tallies;
    for (const auto& [key, day] : counts.days()) {
        DayTally tally;
        tally.start = key.second;
        for (const auto& [kind, sales] : day.kinds)
            if (sales > 0)
                tally.sales.push_back(alikeOf(kind, sales));
        for (const auto& [tenths, sales] : day.handling)
            if (sales > 0)
                tally.handling.emplace_hint(tally.handling.end(), tenths, sales);
        if (!tally.sales.empty())
            tallies.push_back(std::move(tally));
    }
    return tallies;
}

Result<bool> hasManyNotes(Database& database)
{
    Work work(database.gateway(), Work::Kind::Read);
    auto row = work.one(QStringLiteral("SELECT count(*) FROM (SELECT 1 FROM measure_change LIMIT ?) noted"), {fewNotes});
    return work.finish(row && row->integer() >= fewNotes);
}

/// The counts that all sales together give.
DayCounts countedFromFacts(Work& work)
{
    DayCounts counts;
    work.each(factsSql({}, {}, QStringLiteral("s.stage <> ''")), {}, [&](Row& row) {
        const SaleFact fact = readFact(work, row);
        if (const Counted counted = countedAs(fact); counted.kind != 0)
            counts.add(fact.key.storeId, counted, 1);
    });
    return counts;
}

QString nameOf(const DayCounts::Key& key)
{
    return QStringLiteral("%1 %2").arg(key.first.isEmpty() ? QStringLiteral("all stores") : key.first,
                                       formatUtc(key.second).left(10));
}

} // namespace

Result<std::vector<DayTally>> MeasureRepository::days(std::optional<UtcMicroseconds> from,
                                                      std::optional<UtcMicroseconds> until, const QString& storeId)
{
    if (!m_database.gateway().inTransaction()) {
        const auto many = hasManyNotes(m_database);
        if (!many)
            return failure(many.error());
        // Who may only read is not let do this, and reads the notes one by one instead.
        if (*many)
            static_cast<void>(catchUp());
    }
    const Window window = windowOf(from, until);
    const QString scope = storeId.isEmpty() ? QString(QLatin1String("")) : storeId;
    Work work(m_database.gateway(), Work::Kind::Read);
    DayCounts counts;
    work.each(QStringLiteral("SELECT day, kinds, handling FROM measure_day WHERE scope = ? AND day >= ? AND day < ? "
                             "ORDER BY day"),
              {scope, window.from, window.until}, [&](Row& row) {
                  auto [day, of] = readDay(work, row);
                  counts.days().insert_or_assign({scope, day}, std::move(of));
              });
    for (const auto& sale : notedSales(work)) {
        if (sale.before && window.holds(sale.before->day))
            counts.add(sale.storeId, *sale.before, -1);
        if (window.holds(sale.now.day))
            counts.add(sale.storeId, sale.now, 1);
    }
    std::erase_if(counts.days(), [&](const auto& day) { return day.first.first != scope; });
    return work.finish(talliesOf(counts));
}

Result<std::optional<MeasureRepository::Exits>> MeasureRepository::exits(std::optional<UtcMicroseconds> from,
                                                                         std::optional<UtcMicroseconds> until,
                                                                         const QString& storeId)
{
    const Window window = windowOf(from, until);
    Work work(m_database.gateway(), Work::Kind::Read);
    Values values{window.from, window.until};
    if (!storeId.isEmpty())
        values.emplace_back(storeId);
    const auto ask = [&](const QString& order) {
        auto row = work.one(QStringLiteral("SELECT exited_at FROM sale WHERE exited_at >= ? AND exited_at < ?%1 "
                                           "ORDER BY exited_at %2 LIMIT 1")
                                .arg(storeId.isEmpty() ? QString() : QStringLiteral(" AND store_id = ?"), order),
                            values);
        return row ? std::optional(row->integer()) : std::nullopt;
    };
    const auto first = ask(QStringLiteral("ASC"));
    const auto last = ask(QStringLiteral("DESC"));
    return work.finish(first && last ? std::optional(Exits{*first, *last}) : std::nullopt);
}

Result<std::int64_t> MeasureRepository::catchUp(const Cancellation& cancel)
{
    for (std::int64_t counted = 0;;) {
        if (cancel.isCancelled())
            return failure(ErrorKind::Cancelled, QStringLiteral("Counting for the measures was stopped; it goes on later."));
        Work work(m_database.gateway(), Work::Kind::Write);
        const std::int64_t noted = countNoted(work, notesInOneTransaction);
        if (auto finished = work.finish(); !finished)
            return failure(finished.error());
        counted += noted;
        if (noted < notesInOneTransaction)
            return counted;
    }
}

Result<void> MeasureRepository::recount()
{
    Work work(m_database.gateway(), Work::Kind::Write);
    for (const char* table : {"measure_change", "measure_sale", "measure_day"})
        work.run(QStringLiteral("DELETE FROM %1").arg(QLatin1String(table)));
    work.run(QStringLiteral("INSERT INTO measure_change (sale_row) SELECT DISTINCT sale_row FROM decision"));
    return work.finish();
}

Result<QStringList> MeasureRepository::wrongDays()
{
    Work work(m_database.gateway(), Work::Kind::Read);
    DayCounts kept;
    work.each(QStringLiteral("SELECT scope, day, kinds, handling FROM measure_day"), {}, [&](Row& row) {
        const QString scope = row.text();
        auto [day, of] = readDay(work, row);
        kept.days().insert_or_assign({scope, day}, std::move(of));
    });
    for (const auto& sale : notedSales(work)) {
        if (sale.before)
            kept.add(sale.storeId, *sale.before, -1);
        kept.add(sale.storeId, sale.now, 1);
    }
    DayCounts right = countedFromFacts(work);
    QStringList wrong;
    for (const auto& [key, of] : kept.days())
        right.days().try_emplace(key);
    for (const auto& [key, of] : right.days())
        if (auto& ours = kept.days()[key]; textOf(ours.kinds) != textOf(of.kinds) || textOf(ours.handling) != textOf(of.handling))
            wrong.append(nameOf(key));
    return work.finish(std::move(wrong));
}

} // namespace cartwright::store
