#pragma once

#include <QString>
#include <QStringList>

#include <memory>

namespace cartwright {

/// Which servers clips may be read from.
struct RemoteAccess
{
    QStringList hosts; ///< "media.example", or "media.example:8443" where the port is not 443; nothing else is asked
    QString caFile;    ///< PEM file of the authorities to trust; empty: the system's
    bool operator==(const RemoteAccess&) const = default;
};

/// Where a clip's bytes are: a file's path, or an https address whose server is in `remote`. Plain value; any thread.
struct ClipLocation
{
    ClipLocation() = default;
    ClipLocation(const QString& filePath) : path(filePath) {} // a path is a location
    ClipLocation(const QString& address, std::shared_ptr<const RemoteAccess> access)
        : path(address), remote(std::move(access))
    {
    }

    bool isRemote() const { return path.startsWith(QLatin1String("https://")); }
    bool operator==(const ClipLocation& other) const { return path == other.path; }

    QString path;
    std::shared_ptr<const RemoteAccess> remote;
};

} // namespace cartwright
