#pragma once

#include "core/domain/gtin.h"

#include <QByteArray>
#include <QJsonArray>
#include <QString>

#include <cmath>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace cartwright::store {

/// What stands in one column of one row: nothing, a number, a text or bytes. Only the member of its kind counts; a
/// variant of them makes g++ 12 see values that were never set.
struct Cell
{
    enum class Kind : std::uint8_t { Null, Integer, Real, Text, Bytes };

    Cell() = default;
    explicit Cell(std::int64_t value) : kind(Kind::Integer), integer(value) {}
    explicit Cell(double value) : kind(Kind::Real), real(value) {}
    explicit Cell(QString value) : kind(Kind::Text), text(std::move(value)) {}
    explicit Cell(QByteArray value) : kind(Kind::Bytes), bytes(std::move(value)) {}

    Kind kind = Kind::Null;
    std::int64_t integer = 0;
    double real = 0;
    QString text;
    QByteArray bytes;
};

/// A value bound to a `?` of a statement. An empty text is bound as a text, never as NULL; NULL is
/// std::nullopt.
class Value
{
public:
    Value(std::int64_t value) : m_cell(value) {}
    Value(int value) : m_cell(static_cast<std::int64_t>(value)) {}
    Value(double value) : m_cell(value) {}
    Value(const QString& value) : m_cell(value.isNull() ? QStringLiteral("") : value) {}
    Value(const QByteArray& value) : m_cell(value.isNull() ? QByteArray("") : value) {}
    Value(const Gtin& gtin) : Value(gtin.digits()) {}
    Value(std::nullopt_t) {}
    template <class T>
    Value(const std::optional<T>& value) : m_cell(value ? Value(*value).m_cell : Cell())
    {
    }

    const Cell& cell() const { return m_cell; }

private:
    Cell m_cell;
};
using Values = std::vector<Value>;

/// One row of an answer; each call takes the next column from the left.
class Row
{
public:
    Row() = default;
    explicit Row(std::vector<Cell> columns) : m_columns(std::move(columns)) {}

    bool nextIsNull() const { return m_next < m_columns.size() && m_columns[m_next].kind == Cell::Kind::Null; }
    std::int64_t integer() { return optionalInteger().value_or(0); }
    int number() { return static_cast<int>(integer()); }
    bool flag() { return integer() != 0; }
    double real() { return optionalReal().value_or(0); }
    /// Empty for NULL.
    QString text();
    QByteArray bytes();
    /// An empty Gtin where the column is empty.
    Result<Gtin> gtin()
    {
        const QString digits = text();
        return digits.isEmpty() ? Gtin() : Gtin::parse(digits);
    }
    std::optional<std::int64_t> optionalInteger();
    std::optional<double> optionalReal();

    /// For those who fill rows: begins a new one of so many columns, in the same place.
    std::vector<Cell>& refill(std::size_t columns)
    {
        m_columns.resize(columns);
        m_next = 0;
        return m_columns;
    }

private:
    Cell* take() { return m_next < m_columns.size() ? &m_columns[m_next++] : nullptr; }

    std::vector<Cell> m_columns;
    std::size_t m_next = 0;
};

} // namespace cartwright::store
