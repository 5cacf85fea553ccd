#include "core/store/media_places.h"

#include <QFileInfo>
#include <QJsonArray>
#include <QUrl>

namespace cartwright::store {

Result<MediaPlaces> MediaPlaces::of(const QString& folder, const QJsonObject& settings)
{
    MediaPlaces places;
    places.m_folder = folder;
    const QString address = settings.value(QStringLiteral("media_url")).toString();
    if (address.isEmpty())
        return places;
    const auto refused = [&](const QString& why) {
        return failure(ErrorKind::Refused,
                       QStringLiteral("\"media_url\" in the workspace's settings is not used: %1.").arg(why));
    };
    const QUrl url(address, QUrl::StrictMode);
    if (!url.isValid() || url.scheme() != QLatin1String("https") || url.host().isEmpty() || url.hasQuery() || url.hasFragment())
        return refused(QStringLiteral("it is no address like https://media.example/shop"));
    if (!url.userInfo().isEmpty())
        return refused(QStringLiteral("it holds a name or password; they belong into the file .netrc"));
    RemoteAccess access;
    for (const auto& host : settings.value(QStringLiteral("media_hosts")).toArray())
        access.hosts.append(host.toString().toLower());
    access.caFile = settings.value(QStringLiteral("media_ca_file")).toString();
    const QString host = url.port(443) == 443 ? url.host() : QStringLiteral("%1:%2").arg(url.host()).arg(url.port());
    if (!access.hosts.contains(host))
        return refused(QStringLiteral("its host %1 is not among \"media_hosts\"; add it there to allow it").arg(host));
    places.m_url = url.toString(QUrl::FullyEncoded | QUrl::StripTrailingSlash);
    places.m_access = std::make_shared<const RemoteAccess>(std::move(access));
    return places;
}

ClipLocation MediaPlaces::locate(const QString& file) const
{
    const QString path = m_folder + QLatin1Char('/') + file;
    if (m_url.isEmpty() || QFileInfo::exists(path))
        return {path};
    return {m_url + QLatin1Char('/') + QString::fromLatin1(QUrl::toPercentEncoding(file, "/")), m_access};
}

} // namespace cartwright::store
