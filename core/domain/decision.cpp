#include "core/domain/decision.h"

namespace cartwright {

QString Receipt::number() const
{
    return QStringLiteral("%1/%2/v%3").arg(key.storeId, key.saleId).arg(version);
}

} // namespace cartwright
