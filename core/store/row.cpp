#include "core/store/row.h"

#include <utility>

namespace cartwright::store {

QString Row::text()
{
    Cell* cell = take();
    if (!cell)
        return {};
    switch (cell->kind) {
    case Cell::Kind::Text: return std::exchange(cell->text, QString());
    case Cell::Kind::Integer: return QString::number(cell->integer);
    case Cell::Kind::Real: return QString::number(cell->real, 'g', 17);
    case Cell::Kind::Bytes: return QString::fromUtf8(cell->bytes);
    case Cell::Kind::Null: break;
    }
    return {};
}

QByteArray Row::bytes()
{
    Cell* cell = take();
    if (!cell || cell->kind == Cell::Kind::Null)
        return {};
    return cell->kind == Cell::Kind::Bytes ? std::exchange(cell->bytes, QByteArray()) : cell->text.toUtf8();
}

std::optional<std::int64_t> Row::optionalInteger()
{
    const Cell* cell = take();
    if (!cell)
        return std::nullopt;
    switch (cell->kind) {
    case Cell::Kind::Integer: return cell->integer;
    case Cell::Kind::Real: return std::llround(cell->real);
    case Cell::Kind::Text: return cell->text == QLatin1String("true") ? 1 : cell->text.toLongLong();
    case Cell::Kind::Bytes:
    case Cell::Kind::Null: break;
    }
    return std::nullopt;
}

std::optional<double> Row::optionalReal()
{
    const Cell* cell = take();
    if (!cell)
        return std::nullopt;
    switch (cell->kind) {
    case Cell::Kind::Real: return cell->real;
    case Cell::Kind::Integer: return static_cast<double>(cell->integer);
    case Cell::Kind::Text: return cell->text.toDouble();
    case Cell::Kind::Bytes:
    case Cell::Kind::Null: break;
    }
    return std::nullopt;
}

} // namespace cartwright::store
