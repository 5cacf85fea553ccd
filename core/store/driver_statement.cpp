#include "core/store/statement.h"

#include <QSqlError>
#include <QSqlQuery>
#include <QSqlRecord>
#include <QVariant>

namespace cartwright::store {
namespace {

QVariant variantOf(const Cell& cell)
{
    switch (cell.kind) {
    case Cell::Kind::Integer: return QVariant(static_cast<qlonglong>(cell.integer));
    case Cell::Kind::Real: return QVariant(cell.real);
    case Cell::Kind::Text: return QVariant(cell.text);
    case Cell::Kind::Bytes: return QVariant(cell.bytes);
    case Cell::Kind::Null: break;
    }
    return {};
}

Cell cellOf(const QVariant& value)
{
    if (value.isNull())
        return {};
    switch (value.typeId()) {
    case QMetaType::Int:
    case QMetaType::UInt:
    case QMetaType::LongLong:
    case QMetaType::ULongLong: return Cell(static_cast<std::int64_t>(value.toLongLong()));
    case QMetaType::Double:
    case QMetaType::Float: return Cell(value.toDouble());
    case QMetaType::QByteArray: return Cell(value.toByteArray());
    default: return Cell(value.toString()); // a truth value becomes "true" or "false"
    }
}

class DriverStatement final : public Statement
{
public:
    explicit DriverStatement(const QSqlDatabase& database) : m_query(database) { m_query.setForwardOnly(true); }

    bool prepare(const QString& sql) { return m_query.prepare(sql); }
    bool start(const Values& values) override
    {
        for (std::size_t i = 0; i < values.size(); ++i)
            m_query.bindValue(static_cast<int>(i), variantOf(values[i].cell()));
        if (!m_query.exec())
            return false;
        if (m_columns < 0) // kept, because the driver's record of them is slow to make
            m_columns = m_query.isSelect() ? m_query.record().count() : 0;
        return true;
    }
    bool next(Row& row) override
    {
        if (m_columns <= 0 || !m_query.next())
            return false;
        auto& cells = row.refill(static_cast<std::size_t>(m_columns));
        for (int i = 0; i < m_columns; ++i)
            cells[static_cast<std::size_t>(i)] = cellOf(m_query.value(i));
        return true;
    }
    std::int64_t changed() const override { return m_query.numRowsAffected(); }
    QSqlError error() const override { return m_query.lastError(); }
    void finish() override { m_query.finish(); }

private:
    QSqlQuery m_query;
    int m_columns = -1;
};

} // namespace

std::unique_ptr<Statement> prepareByDriver(const QSqlDatabase& database, const QString& sql, QSqlError& error)
{
    auto statement = std::make_unique<DriverStatement>(database);
    if (statement->prepare(sql))
        return statement;
    error = statement->error();
    return nullptr;
}

} // namespace cartwright::store
