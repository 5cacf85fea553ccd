#include "core/store/log_changes.h"

#include "core/base/safe_file.h"

#include <map>

namespace cartwright::store {
namespace {

constexpr qsizetype longestTold = 2000;

} // namespace

QJsonValue toldValue(const QJsonValue& value)
{
    if (value.isUndefined())
        return QJsonValue();
    if (!value.isArray() && !value.isObject() && !value.isString())
        return value;
    const QByteArray wrapped = toJsonLine({{QStringLiteral("v"), value}}).trimmed();
    const QByteArray text = wrapped.mid(5, wrapped.size() - 6); // without {"v": and }
    if (text.size() <= longestTold)
        return value;
    return QJsonObject{{QStringLiteral("sha256"), sha256Of(text)}};
}

Changes& Changes::add(const QString& field, const QJsonValue& before, const QJsonValue& after)
{
    const QJsonValue old = before.isUndefined() ? QJsonValue() : before;
    const QJsonValue present = after.isUndefined() ? QJsonValue() : after;
    if (old != present)
        m_fields.insert(field, QJsonObject{{QStringLiteral("old"), toldValue(old)},
                                           {QStringLiteral("new"), toldValue(present)}});
    return *this;
}

Changes& Changes::addReceipt(const ReceiptHead& before, const ReceiptHead& after)
{
    if (before.version == after.version)
        return *this;
    const bool isFirst = before.version == 0;
    add(QStringLiteral("receipt"), isFirst ? QJsonValue() : QJsonValue(before.version), after.version);
    return add(QStringLiteral("total"), isFirst ? QJsonValue() : QJsonValue(static_cast<qint64>(before.total)),
               static_cast<qint64>(after.total));
}

QJsonValue toldLines(const std::optional<Cart>& cart)
{
    if (!cart)
        return QJsonValue();
    std::map<Gtin, int> quantities;
    for (const auto& line : cart->lines)
        quantities[line.gtin] += line.quantity;
    QJsonArray lines;
    for (const auto& [gtin, quantity] : quantities)
        if (quantity != 0)
            lines.append(QJsonObject{{QStringLiteral("gtin"), gtin.digits()}, {QStringLiteral("quantity"), quantity}});
    return lines;
}

} // namespace cartwright::store
