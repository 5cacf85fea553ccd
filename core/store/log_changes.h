#pragma once

// Internal to store: what an entry of the log says about values that changed.

#include "core/base/json.h"
#include "core/domain/sale.h"
#include "core/store/receipt_rows.h"

namespace cartwright::store {

/// A value as the log tells it: itself, or, where its compact JSON has more than 2,000 bytes,
/// {"sha256": of that JSON}.
QJsonValue toldValue(const QJsonValue& value);

/// {"field": {"old": …, "new": …}} of the fields whose values differ; what was not there is null.
class Changes
{
public:
    Changes& add(const QString& field, const QJsonValue& before, const QJsonValue& after);
    /// Version and total; version 0 is no receipt.
    Changes& addReceipt(const ReceiptHead& before, const ReceiptHead& after);
    bool isEmpty() const { return m_fields.isEmpty(); }
    const QJsonObject& fields() const { return m_fields; }

private:
    QJsonObject m_fields;
};

/// Null where there is no cart, else [{"gtin": …, "quantity": …}] in the order of the numbers, each once.
QJsonValue toldLines(const std::optional<Cart>& cart);

} // namespace cartwright::store
