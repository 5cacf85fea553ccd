#pragma once

#include "core/base/json.h"

namespace cartwright::store {

/// A workspace is a folder: the database, the media it cites, drafts and what goes out. Plain value; any
/// thread.
///
///     cartwright.sqlite  settings.json  media/<store>/<sale>/r<revision>/…  drafts/  outbox/  quarantine/
///     datasets/
class Workspace
{
public:
    /// Makes the folder and everything in it. Refused where the folder exists and is not empty.
    static Result<Workspace> create(const QString& folder);
    /// NotFound where the folder holds no workspace.
    static Result<Workspace> open(const QString& folder);

    const QString& folder() const { return m_folder; }
    QString databasePath() const;
    QString mediaFolder() const;
    QString draftsFolder() const;
    QString outboxFolder() const;
    QString quarantineFolder() const;
    QString datasetsFolder() const;

    /// The operator's settings as JSON; each reader takes its own object from it ("flag_policy", "lease",
    /// ...).
    Result<QJsonObject> settings() const;
    Result<void> saveSettings(const QJsonObject& settings) const;

private:
    explicit Workspace(QString folder) : m_folder(std::move(folder)) {}
    QString m_folder;
};

} // namespace cartwright::store
