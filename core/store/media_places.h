#pragma once

#include "core/base/json.h"
#include "core/domain/clip_location.h"

namespace cartwright::store {

/// Where a workspace's clips are: in its media folder, and those that are not there, where its settings name one, on a
/// media server. Plain value; any thread.
///
///     "media_url": "https://media.example/shop"   "media_hosts": ["media.example"]   "media_ca_file": "/etc/…/ca.pem"
///
/// Without "media_url" nothing is ever asked of a network.
class MediaPlaces
{
public:
    /// Refused: an address that is not https, that holds a password, or whose host is not among "media_hosts".
    static Result<MediaPlaces> of(const QString& folder, const QJsonObject& settings);

    const QString& folder() const { return m_folder; }
    /// `file` is a clip's path below the media folder. Asks the file system.
    ClipLocation locate(const QString& file) const;

private:
    QString m_folder;
    QString m_url; ///< without a slash at its end; empty: none
    std::shared_ptr<const RemoteAccess> m_access;
};

} // namespace cartwright::store
