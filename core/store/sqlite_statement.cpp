#include "core/store/sqlite_handle.h"
#include "core/store/statement.h"

#include <QSqlDatabase>
#include <QSqlDriver>
#include <QSqlError>
#include <QSqlQuery>
#include <QVariant>

#include <sqlite3.h>

namespace cartwright::store {
namespace {

QSqlError errorOf(sqlite3* database, int code)
{
    return QSqlError(QString(), QString::fromUtf8(sqlite3_errmsg(database)), QSqlError::StatementError, QString::number(code));
}

class SqliteStatement final : public Statement
{
public:
    SqliteStatement(sqlite3* database, sqlite3_stmt* statement)
        : m_database(database), m_statement(statement), m_columns(sqlite3_column_count(statement))
    {
    }
    ~SqliteStatement() override { sqlite3_finalize(m_statement); }
    SqliteStatement(const SqliteStatement&) = delete;
    SqliteStatement& operator=(const SqliteStatement&) = delete;

    bool start(const Values& values) override
    {
        sqlite3_reset(m_statement); // after a busy start
        m_error = QSqlError();
        if (static_cast<int>(values.size()) != sqlite3_bind_parameter_count(m_statement)) {
            m_error = QSqlError(QStringLiteral("not as many values as question marks"), {}, QSqlError::StatementError);
            return false;
        }
        m_texts.clear();
        m_texts.reserve(values.size()); // so that none moves while SQLite looks at it
        for (std::size_t i = 0; i < values.size(); ++i)
            if (const int code = bind(static_cast<int>(i) + 1, values[i].cell()); code != SQLITE_OK)
                return failed(code);
        const auto before = sqlite3_total_changes64(m_database);
        m_step = sqlite3_step(m_statement);
        if (m_step != SQLITE_ROW && m_step != SQLITE_DONE)
            return failed(m_step);
        m_changed = sqlite3_total_changes64(m_database) == before ? 0 : sqlite3_changes64(m_database);
        return true;
    }
    bool next(Row& row) override
    {
        if (m_step == SQLITE_ROW && m_isRead)
            m_step = sqlite3_step(m_statement);
        m_isRead = true;
        if (m_step != SQLITE_ROW)
            return m_step != SQLITE_DONE && failed(m_step);
        auto& cells = row.refill(static_cast<std::size_t>(m_columns));
        for (int i = 0; i < m_columns; ++i)
            read(i, cells[static_cast<std::size_t>(i)]);
        return true;
    }
    std::int64_t changed() const override { return m_changed; }
    QSqlError error() const override { return m_error; }
    void finish() override
    {
        sqlite3_reset(m_statement);
        m_isRead = false;
        m_step = SQLITE_DONE;
    }

private:
    bool failed(int code)
    {
        m_error = errorOf(m_database, code);
        finish();
        return false;
    }
    int bind(int at, const Cell& cell)
    {
        switch (cell.kind) {
        case Cell::Kind::Integer: return sqlite3_bind_int64(m_statement, at, cell.integer);
        case Cell::Kind::Real: return sqlite3_bind_double(m_statement, at, cell.real);
        case Cell::Kind::Text:
            m_texts.push_back(cell.text.toUtf8());
            return sqlite3_bind_text64(m_statement, at, m_texts.back().constData(),
                                       static_cast<sqlite3_uint64>(m_texts.back().size()), SQLITE_STATIC, SQLITE_UTF8);
        case Cell::Kind::Bytes:
            return sqlite3_bind_blob64(m_statement, at, cell.bytes.constData(), static_cast<sqlite3_uint64>(cell.bytes.size()),
                                       SQLITE_STATIC);
        case Cell::Kind::Null: break;
        }
        return sqlite3_bind_null(m_statement, at);
    }
    void read(int i, Cell& cell)
    {
        switch (sqlite3_column_type(m_statement, i)) {
        case SQLITE_INTEGER:
            cell.kind = Cell::Kind::Integer;
            cell.integer = sqlite3_column_int64(m_statement, i);
            break;
        case SQLITE_FLOAT:
            cell.kind = Cell::Kind::Real;
            cell.real = sqlite3_column_double(m_statement, i);
            break;
        case SQLITE_TEXT: {
            const void* text = sqlite3_column_text(m_statement, i);
            cell.kind = Cell::Kind::Text;
            cell.text = QString::fromUtf8(static_cast<const char*>(text), sqlite3_column_bytes(m_statement, i));
            break;
        }
        case SQLITE_BLOB: {
            const auto* bytes = static_cast<const char*>(sqlite3_column_blob(m_statement, i));
            cell.kind = Cell::Kind::Bytes;
            cell.bytes = bytes ? QByteArray(bytes, sqlite3_column_bytes(m_statement, i)) : QByteArray("");
            break;
        }
        default: cell.kind = Cell::Kind::Null;
        }
    }

    sqlite3* m_database;
    sqlite3_stmt* m_statement;
    int m_columns;
    int m_step = SQLITE_DONE;
    bool m_isRead = false;
    std::int64_t m_changed = 0;
    std::vector<QByteArray> m_texts; ///< what is bound, until the run ends
    QSqlError m_error;
};

} // namespace

sqlite3* sqliteHandle(const QSqlDatabase& database)
{
    const QVariant handle = database.driver()->handle();
    const QLatin1String type(handle.typeName());
    const bool isOurs = type == QLatin1String("sqlite3*");
    return isOurs ? *static_cast<sqlite3* const*>(handle.constData()) : nullptr;
}

bool sharesSqlite(const QSqlDatabase& database)
{
    QSqlQuery query(database);
    return sqliteHandle(database) && query.exec(QStringLiteral("SELECT sqlite_source_id()")) && query.next() &&
           query.value(0).toString() == QLatin1String(sqlite3_sourceid());
}

std::unique_ptr<Statement> prepareBySqlite(const QSqlDatabase& database, const QString& sql, QSqlError& error)
{
    sqlite3* handle = sqliteHandle(database);
    sqlite3_stmt* statement = nullptr;
    const QByteArray text = sql.toUtf8();
    const int code = sqlite3_prepare_v3(handle, text.constData(), static_cast<int>(text.size()), SQLITE_PREPARE_PERSISTENT,
                                        &statement, nullptr);
    if (code == SQLITE_OK && statement)
        return std::make_unique<SqliteStatement>(handle, statement);
    error = code == SQLITE_OK ? QSqlError(QStringLiteral("there is no statement in it"), {}, QSqlError::StatementError)
                              : errorOf(handle, code);
    return nullptr;
}

} // namespace cartwright::store
