#include "core/store/log_chain.h"

#include "core/base/safe_file.h"

namespace cartwright::store {
namespace {

QByteArray line(const QString& text)
{
    const QByteArray bytes = text.toUtf8();
    return QByteArray::number(bytes.size()) + ':' + bytes + '\n';
}

} // namespace

QString firstSeal() { return QString(64, QLatin1Char('0')); }

QString sealOf(const QString& previous, const StoredLogEntry& entry)
{
    QByteArray content = QByteArrayLiteral("cartwright.log/1\n") + previous.toLatin1() + '\n';
    content += QByteArray::number(static_cast<qlonglong>(entry.number)) + '\n';
    content += QByteArray::number(static_cast<qlonglong>(entry.at)) + '\n';
    for (const QString* text : {&entry.who, &entry.role, &entry.action, &entry.subject, &entry.details})
        content += line(*text);
    return sha256Of(content);
}

} // namespace cartwright::store
