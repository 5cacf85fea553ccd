#pragma once

#include "core/domain/gtin.h"

#include <QByteArray>
#include <QJsonArray>
#include <QVariant>

#include <cstdint>
#include <optional>
#include <vector>

namespace cartwright::store {

/// A value bound to a `?` of a statement. An empty text is bound as a text, never as NULL; NULL is
/// std::nullopt.
class Value
{
public:
    Value(std::int64_t value) : m_value(static_cast<qlonglong>(value)) {}
    Value(int value) : m_value(static_cast<qlonglong>(value)) {}
    Value(double value) : m_value(value) {}
    Value(const QString& value) : m_value(value.isNull() ? QStringLiteral("") : value) {}
    Value(const QByteArray& value) : m_value(value.isNull() ? QByteArray("") : value) {}
    Value(const Gtin& gtin) : Value(gtin.digits()) {}
    Value(std::nullopt_t) {}
    template <class T>
    Value(const std::optional<T>& value) : m_value(value ? Value(*value).m_value : QVariant())
    {
    }

    const QVariant& variant() const { return m_value; }

private:
    QVariant m_value;
};
using Values = std::vector<Value>;

/// One row of an answer; each call takes the next column from the left.
class Row
{
public:
    explicit Row(std::vector<QVariant> columns) : m_columns(std::move(columns)) {}

    bool nextIsNull() const { return m_next < m_columns.size() && m_columns[m_next].isNull(); }
    std::int64_t integer() { return take().toLongLong(); }
    int number() { return take().toInt(); }
    bool flag() { return take().toInt() != 0; }
    double real() { return take().toDouble(); }
    QString text() { return take().toString(); }
    QByteArray bytes() { return take().toByteArray(); }
    /// An empty Gtin where the column is empty.
    Result<Gtin> gtin()
    {
        const QString digits = text();
        return digits.isEmpty() ? Gtin() : Gtin::parse(digits);
    }
    std::optional<std::int64_t> optionalInteger()
    {
        const QVariant value = take();
        return value.isNull() ? std::nullopt : std::optional<std::int64_t>(value.toLongLong());
    }
    std::optional<double> optionalReal()
    {
        const QVariant value = take();
        return value.isNull() ? std::nullopt : std::optional(value.toDouble());
    }

private:
    QVariant take() { return m_next < m_columns.size() ? m_columns[m_next++] : QVariant(); }

    std::vector<QVariant> m_columns;
    std::size_t m_next = 0;
};

} // namespace cartwright::store
