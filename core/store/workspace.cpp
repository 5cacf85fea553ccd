#include "core/store/workspace.h"

#include "core/base/clock.h"
#include "core/base/safe_file.h"
#include "core/store/database.h"

#include <QDir>
#include <QFileInfo>
#include <QUrl>

#include <algorithm>

namespace cartwright::store {
namespace {

constexpr std::int64_t settingsLimit = 4 * 1024 * 1024;
constexpr int usualLeaseMinutes = 10;

QString databaseName() { return QStringLiteral("cartwright.sqlite"); }
QString settingsName() { return QStringLiteral("settings.json"); }
QStringList subfolders()
{
    return {QStringLiteral("media"), QStringLiteral("drafts"), QStringLiteral("outbox"),
            QStringLiteral("quarantine"), QStringLiteral("datasets")};
}

/// Whether the folder is empty or holds only what a `create` leaves behind that was interrupted (settings
/// come last).
bool mayBeFilled(const QString& folder)
{
    const QDir dir(folder);
    for (const QString& name :
         dir.entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot)) {
        const QString path = dir.filePath(name);
        const bool ownFolder = subfolders().contains(name) && QFileInfo(path).isDir() && QDir(path).isEmpty();
        const bool ownFile =
            name == databaseName() || name == databaseName() + QStringLiteral("-journal") ||
            (name.startsWith(QStringLiteral(".") + settingsName()) && name.endsWith(QStringLiteral(".part")));
        if (!ownFolder && !ownFile)
            return false;
    }
    return true;
}

QJsonObject defaultSettings(const QString& databaseAddress)
{
    QJsonObject settings{{QStringLiteral("schema"), QStringLiteral("cartwright.settings/1")},
            {QStringLiteral("flag_policy"), QJsonObject()},
            {QStringLiteral("lease_minutes"), usualLeaseMinutes},
            {QStringLiteral("audit_share"), 0.02}};
    if (!databaseAddress.isEmpty()) {
        QUrl withoutPassword(databaseAddress);
        withoutPassword.setPassword({});
        settings.insert(QStringLiteral("database"), withoutPassword.toString());
    }
    return settings;
}

} // namespace

Result<Workspace> Workspace::create(const QString& folder, const QString& databaseAddress)
{
    const QString path = QDir(folder).absolutePath();
    const QFileInfo info(path);
    if (info.exists() && (!info.isDir() || !mayBeFilled(path)))
        return failure(ErrorKind::Refused,
                       QStringLiteral("%1 exists already and is not an empty folder; it was left as it "
                                      "is. Name a new folder.")
                           .arg(path));
    if (auto made = makeFolder(path); !made)
        return failure(made.error());
    QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    for (const QString& name : subfolders())
        if (auto made = makeFolder(path + QLatin1Char('/') + name); !made)
            return failure(made.error());
    Workspace workspace(path, databaseAddress);
    const SystemClock clock;
    if (auto database = Database::open(workspace.databasePath(), clock); !database)
        return failure(database.error());
    if (auto saved = workspace.saveSettings(defaultSettings(databaseAddress)); !saved)
        return failure(saved.error());
    return workspace;
}

Result<Workspace> Workspace::open(const QString& folder, const QString& databaseAddress)
{
    const QDir dir(QDir(folder).absolutePath());
    const auto notFound = [&] {
        return failure(
            ErrorKind::NotFound,
            QStringLiteral("%1 holds no workspace; make one with \"cartwright-cli init\".").arg(dir.path()));
    };
    if (!QFileInfo(dir.filePath(settingsName())).isFile())
        return notFound();
    Workspace workspace(dir.path(), databaseAddress);
    if (databaseAddress.isEmpty()) {
        const auto settings = workspace.settings();
        if (!settings)
            return failure(settings.error());
        workspace.m_databaseAddress = settings->value(QStringLiteral("database")).toString();
    }
    if (workspace.m_databaseAddress.isEmpty() && !QFileInfo(dir.filePath(databaseName())).isFile())
        return notFound();
    return workspace;
}

QString Workspace::databasePath() const
{
    return m_databaseAddress.isEmpty() ? m_folder + QLatin1Char('/') + databaseName() : m_databaseAddress;
}
QString Workspace::mediaFolder() const { return m_folder + QStringLiteral("/media"); }
Result<MediaPlaces> Workspace::mediaPlaces() const
{
    const auto read = settings();
    if (!read)
        return failure(read.error());
    return MediaPlaces::of(mediaFolder(), *read);
}
QString Workspace::draftsFolder() const { return m_folder + QStringLiteral("/drafts"); }
QString Workspace::outboxFolder() const { return m_folder + QStringLiteral("/outbox"); }
QString Workspace::quarantineFolder() const { return m_folder + QStringLiteral("/quarantine"); }
QString Workspace::datasetsFolder() const { return m_folder + QStringLiteral("/datasets"); }

QString Workspace::modelsFolder() const { return m_folder + QStringLiteral("/models"); }

Result<QJsonObject> Workspace::settings() const
{
    const QString path = m_folder + QLatin1Char('/') + settingsName();
    auto bytes = readFile(path, settingsLimit);
    if (!bytes)
        return failure(bytes.error());
    return parseJsonObject(*bytes, path);
}

Microseconds Workspace::leaseLength() const
{
    const QJsonObject present = settings().value_or(QJsonObject());
    const double minutes = present.value(QStringLiteral("lease_minutes")).toDouble(usualLeaseMinutes);
    const double seconds =
        present.value(QStringLiteral("lease")).toObject().value(QStringLiteral("seconds")).toDouble(minutes * 60);
    return static_cast<Microseconds>(std::clamp(seconds, 30.0, 24.0 * 3600) * microsecondsPerSecond);
}

Result<void> Workspace::saveSettings(const QJsonObject& settings) const
{
    return writeFile(m_folder + QLatin1Char('/') + settingsName(), toJsonText(settings));
}

} // namespace cartwright::store
