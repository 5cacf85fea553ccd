#include "core/store/inspection.h"

#include "core/base/safe_file.h"

#include <cerrno>
#include <cstring>
#include <numeric>

namespace cartwright::store {
namespace {

QString quoted(QString name)
{
    return QLatin1Char('"') + name.replace(QLatin1Char('"'), QStringLiteral("\"\"")) + QLatin1Char('"');
}

Result<QStringList> lines(Gateway& gateway, const QString& sql)
{
    QStringList all;
    auto read = gateway.eachRow(sql, {}, [&](Row& row) { all.append(row.text()); });
    if (!read)
        return failure(read.error());
    return all;
}

} // namespace

Result<std::int64_t> oneNumber(Gateway& gateway, const QString& sql, const Values& bindings)
{
    auto rows = gateway.rows(sql, bindings);
    if (!rows)
        return failure(rows.error());
    return rows->empty() ? 0 : rows->front().integer();
}

Result<QStringList> tablesOf(Gateway& gateway)
{
    return lines(gateway, QStringLiteral("SELECT name FROM pragma_table_list WHERE schema = 'main' AND "
                                         "type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name"));
}

Result<RowCounts> countRows(Gateway& gateway)
{
    const auto tables = tablesOf(gateway);
    if (!tables)
        return failure(tables.error());
    RowCounts counts;
    for (const QString& table : *tables) {
        const auto count = oneNumber(gateway, QStringLiteral("SELECT count(*) FROM ") + quoted(table));
        if (!count)
            return failure(count.error());
        counts.emplace(table, *count);
    }
    return counts;
}

std::int64_t totalOf(const RowCounts& rows)
{
    return std::accumulate(rows.begin(), rows.end(), std::int64_t(0),
                           [](std::int64_t sum, const auto& row) { return sum + row.second; });
}

Result<QStringList> integrityProblems(Gateway& gateway, int most)
{
    auto answer = lines(gateway, QStringLiteral("PRAGMA integrity_check(%1)").arg(most));
    if (answer && *answer == QStringList{QStringLiteral("ok")})
        answer->clear();
    return answer;
}

Result<QStringList> foreignKeyProblems(Gateway& gateway)
{
    QStringList problems;
    const auto read = gateway.eachRow(
        QStringLiteral("SELECT count(*), \"table\", parent FROM pragma_foreign_key_check GROUP BY 2, 3"), {},
        [&](Row& row) {
            const auto count = row.integer();
            const QString table = row.text();
            problems.append(QStringLiteral("%1 rows of %2 cite no row of %3").arg(count).arg(table, row.text()));
        });
    if (!read)
        return failure(read.error());
    return problems;
}

Result<void> copyDatabase(Gateway& gateway, const QString& copy)
{
    if (auto emptied = writeFile(copy, {}); !emptied) // made here, so that its mode is 0600
        return emptied;
    auto copied = gateway.exec(QStringLiteral("VACUUM INTO ?"), {copy});
    if (copied)
        return {};
    Error error = std::move(copied.error());
    if (isDiskFull(error))
        error.sentence = QStringLiteral("Writing %1 failed: disk full. Free some space and do the same again.")
                             .arg(copy);
    else if (error.kind == ErrorKind::Failed) // SQLite does not say on which side
        error.sentence = QStringLiteral("Copying the database %1 to %2 failed: %3. Check both disks and do the same again.")
                             .arg(gateway.path(), copy, error.details.section(QLatin1Char('\n'), 0, 0));
    return failure(std::move(error));
}

Result<void> copyWhileInUse(Gateway& gateway, const QString& copy, const Cancellation& cancel)
{
    if (auto emptied = writeFile(copy, {}); !emptied)
        return emptied;
    return gateway.copyTo(copy, cancel);
}

bool isDiskFull(const Error& error)
{
    return error.details.startsWith(QStringLiteral("SQLite 13:")) ||
           error.sentence.contains(QString::fromLocal8Bit(std::strerror(ENOSPC)));
}

} // namespace cartwright::store
