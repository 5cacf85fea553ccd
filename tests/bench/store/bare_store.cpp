// The statements that `cartwright-cli bench store --statements` wrote down, run again without Cartwright, and both
// side by side. Run by tests/bench/store.sh, which compiles it:
//   bare_store sqlite DATABASE STATEMENTS OURS.json       a loop over libsqlite3 that prepares each text once: the
//                                                         shell's own timer is too coarse for single statements
//   bare_store pgbench CONNECTION STATEMENTS OURS.json    one pgbench script for each kind of call
// DATABASE is a copy of the workspace's from before the run, so that the same statements meet the same rows.
#include <QCoreApplication>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>

#include <sqlite3.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <map>
#include <string>
#include <vector>

namespace {

struct Run
{
    int text = 0;
    QJsonArray values;
};

/// All calls of one kind, in order.
struct Kind
{
    QString name;
    std::vector<std::vector<Run>> calls;
};

struct Trace
{
    std::map<int, QString> texts;
    std::vector<Kind> kinds; ///< in the order of their first call
};

struct Bare
{
    double p50 = 0;
    double p95 = 0;
    double perSecond = 0;
};

Trace readTrace(const QString& path)
{
    Trace trace;
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("%s cannot be read", qPrintable(path));
    Kind* kind = nullptr;
    while (!file.atEnd()) {
        const QJsonObject line = QJsonDocument::fromJson(file.readLine()).object();
        if (line.contains("call")) {
            const QString name = line.value("call").toString();
            auto known = std::find_if(trace.kinds.begin(), trace.kinds.end(), [&](const Kind& one) { return one.name == name; });
            if (known == trace.kinds.end())
                known = trace.kinds.insert(trace.kinds.end(), {name, {}});
            kind = &*known;
            kind->calls.emplace_back();
        } else if (line.contains("sql")) {
            trace.texts[line.value("text").toInt()] = line.value("sql").toString();
        } else if (kind) {
            kind->calls.back().push_back({line.value("run").toInt(), line.value("values").toArray()});
        }
    }
    return trace;
}

class Sqlite
{
public:
    explicit Sqlite(const QString& path)
    {
        check(sqlite3_open(qPrintable(path), &m_database), "open");
        for (const char* pragma : {"PRAGMA synchronous=EXTRA", "PRAGMA foreign_keys=ON", "PRAGMA trusted_schema=OFF",
                                   "PRAGMA recursive_triggers=ON", "PRAGMA cell_size_check=ON", "PRAGMA cache_size=-16384"})
            check(sqlite3_exec(m_database, pragma, nullptr, nullptr, nullptr), pragma);
    }
    void run(const Run& run, const QString& sql)
    {
        sqlite3_stmt*& statement = m_statements[run.text];
        if (!statement)
            check(sqlite3_prepare_v3(m_database, sql.toUtf8().constData(), -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr),
                  qPrintable(sql));
        for (int i = 0; i < run.values.size(); ++i)
            bind(statement, i + 1, run.values.at(i));
        int step = 0;
        while ((step = sqlite3_step(statement)) == SQLITE_ROW)
            read(statement);
        if (step != SQLITE_DONE)
            check(step, qPrintable(sql));
        sqlite3_reset(statement);
    }

private:
    /// What any caller has to do with a row: its texts are copied, because the next step takes them away.
    void read(sqlite3_stmt* statement)
    {
        const int columns = sqlite3_column_count(statement);
        m_row.clear();
        m_row.resize(static_cast<std::size_t>(columns));
        for (int column = 0; column < columns; ++column)
            if (sqlite3_column_type(statement, column) == SQLITE_TEXT)
                m_row[static_cast<std::size_t>(column)].assign(reinterpret_cast<const char*>(sqlite3_column_text(statement, column)),
                                                               static_cast<std::size_t>(sqlite3_column_bytes(statement, column)));
            else
                m_read += sqlite3_column_int64(statement, column) != 0;
    }
    void check(int code, const char* what)
    {
        if (code != SQLITE_OK)
            qFatal("%s: %s", what, sqlite3_errmsg(m_database));
    }
    static void bind(sqlite3_stmt* statement, int at, const QJsonValue& value)
    {
        if (value.isNull()) {
            sqlite3_bind_null(statement, at);
        } else if (value.isObject()) {
            const QByteArray bytes = QByteArray::fromHex(value.toObject().value("hex").toString().toLatin1());
            sqlite3_bind_blob(statement, at, bytes.constData(), static_cast<int>(bytes.size()), SQLITE_TRANSIENT);
        } else if (value.isDouble()) {
            const double number = value.toDouble();
            if (number == static_cast<double>(value.toInteger()))
                sqlite3_bind_int64(statement, at, value.toInteger());
            else
                sqlite3_bind_double(statement, at, number);
        } else {
            const QByteArray text = value.toString().toUtf8();
            sqlite3_bind_text(statement, at, text.constData(), static_cast<int>(text.size()), SQLITE_TRANSIENT);
        }
    }

    sqlite3* m_database = nullptr;
    std::map<int, sqlite3_stmt*> m_statements;
    std::vector<std::string> m_row;
    sqlite3_int64 m_read = 0;
};

std::map<QString, Bare> onSqlite(const Trace& trace, const QString& path)
{
    Sqlite database(path);
    std::map<QString, Bare> all;
    for (const Kind& kind : trace.kinds) {
        std::vector<double> times;
        double sum = 0;
        for (const auto& call : kind.calls) {
            const auto start = std::chrono::steady_clock::now();
            for (const Run& run : call)
                database.run(run, trace.texts.at(run.text));
            times.push_back(std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - start).count());
            sum += times.back();
        }
        std::sort(times.begin(), times.end());
        const auto at = [&](double q) { return times[static_cast<std::size_t>(q * static_cast<double>(times.size() - 1))]; };
        all[kind.name] = {at(0.5), at(0.95), 1e6 * static_cast<double>(times.size()) / sum};
    }
    return all;
}

QString literal(const QJsonValue& value)
{
    if (value.isNull())
        return "NULL";
    if (value.isObject())
        return "'\\x" + value.toObject().value("hex").toString() + "'::bytea";
    if (value.isDouble())
        return value.toDouble() == static_cast<double>(value.toInteger()) ? QString::number(value.toInteger())
                                                                           : QString::number(value.toDouble(), 'g', 17);
    return '\'' + value.toString().replace('\'', "''") + '\'';
}

QString filledIn(const QString& sql, const QJsonArray& values)
{
    QString filled;
    qsizetype next = 0;
    for (const QChar c : sql) {
        if (c == '?')
            filled += literal(values.at(next++));
        else
            filled += c;
    }
    return filled;
}

std::map<QString, Bare> onServer(const Trace& trace, const QString& connection)
{
    const QTemporaryDir folder;
    std::map<QString, Bare> all;
    for (const Kind& kind : trace.kinds) {
        QFile script(folder.filePath("call.sql"));
        if (!script.open(QIODevice::WriteOnly | QIODevice::Truncate))
            qFatal("no script can be written");
        for (const auto& call : kind.calls)
            for (const Run& run : call)
                script.write(filledIn(trace.texts.at(run.text), run.values).toUtf8() + ";\n");
        script.close();
        QProcess pgbench;
        pgbench.start("pgbench", {"-n", "-t", "1", "-f", script.fileName(), connection});
        pgbench.waitForFinished(-1);
        static const QRegularExpression average("latency average = ([0-9.]+) ms");
        const auto match = average.match(QString::fromUtf8(pgbench.readAllStandardOutput()));
        const double milliseconds = match.captured(1).toDouble();
        if (pgbench.exitCode() != 0 || milliseconds <= 0)
            std::fprintf(stderr, "%s: %s\n", qPrintable(kind.name), pgbench.readAllStandardError().constData());
        else
            all[kind.name] = {0, 0, 1000.0 * static_cast<double>(kind.calls.size()) / milliseconds};
    }
    return all;
}

} // namespace

int main(int argc, char** argv)
{
    const QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    QFile ours(arguments.value(4));
    if (arguments.size() != 5 || !ours.open(QIODevice::ReadOnly))
        qFatal("bare_store sqlite|pgbench DATABASE STATEMENTS OURS.json");
    const Trace trace = readTrace(arguments.at(3));
    const bool isFile = arguments.at(1) == "sqlite";
    const auto bare = isFile ? onSqlite(trace, arguments.at(2)) : onServer(trace, arguments.at(2));
    std::printf("%-32s %7s %9s %9s %9s %11s %11s %7s\n", "call", "n", "p50 us", "p95 us", "max us", "ours mean", "bare mean",
                "ratio");
    const QJsonArray calls = QJsonDocument::fromJson(ours.readAll()).object().value("calls").toArray();
    for (const auto& call : calls) {
        const QJsonObject one = call.toObject();
        const double mean = 1e6 / one.value("per_second").toDouble();
        const auto peer = bare.find(one.value("call").toString());
        const double bareMean = peer == bare.end() ? 0 : 1e6 / peer->second.perSecond;
        std::printf("%-32s %7lld %9.0f %9.0f %9.0f %11.0f %11.0f %7.2f", qPrintable(one.value("call").toString()),
                    static_cast<long long>(one.value("n").toInteger()), one.value("p50_us").toDouble(),
                    one.value("p95_us").toDouble(), one.value("max_us").toDouble(), mean, bareMean,
                    bareMean > 0 ? mean / bareMean : 0.0);
        if (isFile && peer != bare.end())
            std::printf("   p50 %.0f / %.0f = %.2f", one.value("p50_us").toDouble(), peer->second.p50,
                        one.value("p50_us").toDouble() / peer->second.p50);
        std::printf("   %s\n", qPrintable(one.value("note").toString()));
    }
    return 0;
}
