#pragma once

#include "core/store/media_places.h"

namespace cartwright::store {

/// A workspace is a folder: the database, the media it cites, drafts and what goes out. Plain value; any
/// thread.
///
///     cartwright.sqlite  settings.json  media/<store>/<sale>/r<revision>/…  drafts/  outbox/  quarantine/
///     datasets/  models/
class Workspace
{
public:
    /// Makes the folder and everything in it, and the tables. Refused where the folder exists and is not empty.
    /// With an address (postgresql://…) the tables are that server's and the settings remember it, without its
    /// password: that comes from libpq's password file or PGPASSWORD.
    static Result<Workspace> create(const QString& folder, const QString& databaseAddress = {});
    /// NotFound where the folder holds no workspace. An address given here is used instead of the settings'.
    static Result<Workspace> open(const QString& folder, const QString& databaseAddress = {});

    const QString& folder() const { return m_folder; }
    /// Whether the tables are on a server, whose own tools copy and check them.
    bool isOnServer() const { return !m_databaseAddress.isEmpty(); }
    QString databasePath() const; ///< the file's path or the server's address
    QString mediaFolder() const;
    /// Errors of the settings as MediaPlaces::of.
    Result<MediaPlaces> mediaPlaces() const;
    QString draftsFolder() const;
    QString outboxFolder() const;
    QString quarantineFolder() const;
    QString datasetsFolder() const;
    QString modelsFolder() const; ///< made when the first model is

    /// The operator's settings as JSON; each reader takes its own member from it ("flag_policy", ...).
    Result<QJsonObject> settings() const;
    Result<void> saveSettings(const QJsonObject& settings) const;
    /// How long a reviewer holds a sale: "lease_minutes" of the settings, 10 where it is not a number, at least half a
    /// minute and at most a day. Older settings said "lease": {"seconds": n}; where that stands, it is the one that counts.
    Microseconds leaseLength() const;

private:
    Workspace(QString folder, QString databaseAddress)
        : m_folder(std::move(folder)), m_databaseAddress(std::move(databaseAddress))
    {
    }
    QString m_folder;
    QString m_databaseAddress; ///< empty: the file in the folder
};

} // namespace cartwright::store
