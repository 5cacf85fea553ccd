#include "core/store/log_repository.h"

#include "core/store/log_rows.h"

#include <algorithm>
#include <limits>

namespace cartwright::store {
namespace {

constexpr int unsealedPage = 10'000;

LogEntry parsed(Work& work, const StoredLogEntry& stored)
{
    LogEntry entry;
    entry.number = stored.number;
    entry.at = stored.at;
    entry.who = stored.who;
    entry.role = stored.role;
    entry.action = stored.action;
    entry.subject = stored.subject;
    entry.details = work.stored(
        parseJsonObject(stored.details.toUtf8(), QStringLiteral("log entry %1").arg(stored.number)));
    return entry;
}

} // namespace

Result<std::vector<LogEntry>> LogRepository::newest(const LogFilter& filter, int limit)
{
    Work work(m_database.gateway(), Work::Kind::Read);
    QString where = QStringLiteral("l.at >= ? AND l.at < ?");
    Values values{filter.from.value_or(std::numeric_limits<std::int64_t>::min()),
                  filter.until.value_or(std::numeric_limits<std::int64_t>::max())};
    const auto ask = [&](const QString& condition, const QString& value) {
        if (value.isEmpty())
            return;
        where += condition;
        values.emplace_back(value);
    };
    ask(QStringLiteral(" AND l.subject = ?"), filter.subject);
    ask(QStringLiteral(" AND l.who = ?"), filter.who);
    ask(QStringLiteral(" AND l.action = ?"), filter.action);
    values.emplace_back(limit);
    std::vector<LogEntry> entries;
    work.each(QStringLiteral("SELECT %1 FROM log l WHERE %2 ORDER BY l.number DESC LIMIT ?")
                  .arg(QLatin1String(logColumns), where),
              values, [&](Row& row) { entries.push_back(parsed(work, readStoredEntry(row))); });
    std::reverse(entries.begin(), entries.end());
    return work.finish(std::move(entries));
}

Result<void> LogRepository::sealPending()
{
    if (sealsAtOnce(m_database.gateway().engine()))
        return {};
    Work work(m_database.gateway(), Work::Kind::Write);
    sealLog(work);
    return work.finish();
}

Result<ChainHead> LogRepository::head()
{
    Work work(m_database.gateway(), Work::Kind::Read);
    return work.finish(readHead(work));
}

Result<std::optional<QString>> LogRepository::hashAt(std::int64_t position)
{
    Work work(m_database.gateway(), Work::Kind::Read);
    auto row = work.one(QStringLiteral("SELECT hash FROM log_chain WHERE position = ?"), {position});
    return work.finish(row ? std::optional(row->text()) : std::nullopt);
}

Result<std::optional<std::int64_t>> LogRepository::positionOf(std::int64_t number)
{
    Work work(m_database.gateway(), Work::Kind::Read);
    auto row = work.one(QStringLiteral("SELECT position FROM log_chain WHERE number = ?"), {number});
    return work.finish(row ? std::optional(row->integer()) : std::nullopt);
}

Result<std::optional<StoredLogEntry>> LogRepository::entry(std::int64_t number)
{
    Work work(m_database.gateway(), Work::Kind::Read);
    auto row =
        work.one(QStringLiteral("SELECT %1 FROM log l WHERE l.number = ?").arg(QLatin1String(logColumns)), {number});
    return work.finish(row ? std::optional(readStoredEntry(*row)) : std::nullopt);
}

Result<std::optional<std::int64_t>> LogRepository::lastGivenNumber()
{
    if (m_database.gateway().engine().isServer())
        return std::optional<std::int64_t>();
    Work work(m_database.gateway(), Work::Kind::Read);
    auto row = work.one(QStringLiteral("SELECT seq FROM sqlite_sequence WHERE name = 'log'"));
    return work.finish(row ? std::optional(row->integer()) : std::nullopt);
}

bool LogRepository::isSealedAtOnce() const { return sealsAtOnce(m_database.gateway().engine()); }

QString LogRepository::databaseName() const { return m_database.gateway().path(); }

Result<std::vector<Seal>> LogRepository::seals(std::int64_t beyond, int limit)
{
    Work work(m_database.gateway(), Work::Kind::Read);
    std::vector<Seal> seals;
    work.each(QStringLiteral("SELECT c.position, c.number, c.hash, %1 FROM log_chain c "
                             "LEFT JOIN log l ON l.number = c.number WHERE c.position > ? "
                             "ORDER BY c.position LIMIT ?")
                  .arg(QLatin1String(logColumns)),
              {beyond, limit}, [&](Row& row) {
                  Seal seal{
                      .position = row.integer(), .number = row.integer(), .hash = row.text(), .entry = {}};
                  if (!row.nextIsNull())
                      seal.entry = readStoredEntry(row);
                  seals.push_back(std::move(seal));
              });
    return work.finish(std::move(seals));
}

Result<std::optional<std::int64_t>> LogRepository::firstUnsealed(std::int64_t beyond)
{
    for (;;) {
        Work work(m_database.gateway(), Work::Kind::Read);
        auto row =
            work.one(QStringLiteral(
                         "SELECT count(*), max(p.number), min(CASE WHEN c.number IS NULL THEN p.number END) "
                         "FROM (SELECT l.number FROM log l WHERE l.number > ? ORDER BY l.number LIMIT ?) p "
                         "LEFT JOIN log_chain c ON c.number = p.number"),
                     {beyond, unsealedPage});
        const auto count = row ? row->integer() : 0;
        const auto last = row ? row->integer() : 0;
        const auto first = row ? row->optionalInteger() : std::nullopt;
        if (auto read = work.finish(); !read)
            return failure(read.error());
        if (first || count < unsealedPage)
            return first;
        beyond = last;
    }
}

} // namespace cartwright::store
