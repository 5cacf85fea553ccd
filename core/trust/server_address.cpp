#include "core/trust/server_address.h"

#include <QUrl>

namespace cartwright::trust {

QString addressFor(const QString& address, const QString& user, const QString& password)
{
    QUrl url(address);
    if (!user.isEmpty() && user != url.userName(QUrl::FullyDecoded)) {
        url.setUserName(user, QUrl::DecodedMode);
        url.setPassword(QString()); // the other one's
    }
    if (!password.isEmpty())
        url.setPassword(password, QUrl::DecodedMode);
    return url.toString(QUrl::FullyEncoded);
}

QString userOf(const QString& address) { return QUrl(address).userName(QUrl::FullyDecoded); }

} // namespace cartwright::trust
