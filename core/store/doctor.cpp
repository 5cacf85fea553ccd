#include "core/store/doctor.h"

#include "core/store/doctor_checks.h"
#include "core/store/inspection.h"
#include "core/store/schema.h"
#include "core/store/workspace.h"

#include <QDir>
#include <QFileInfo>
#include <QStorageInfo>

#include <algorithm>

namespace cartwright::store {
namespace doctor {

void Patient::add(const QString& name, Grade grade, const QString& what, const QString& next)
{
    checks.push_back({name, grade, what, next});
}

void Patient::add(const QString& name, const Error& error)
{
    add(name, error.kind == ErrorKind::Integrity ? Grade::Error : Grade::Warning,
        QStringLiteral("could not be checked: ") + error.sentence, QStringLiteral("run the doctor again"));
}

void Patient::addFindings(const QString& name, Grade grade, const QString& fine, const QString& found,
                          const QStringList& which, const QString& next)
{
    constexpr qsizetype shown = 3;
    if (which.isEmpty()) {
        add(name, Grade::Ok, fine);
        return;
    }
    QString what = found.arg(which.size()) + QStringLiteral(": ") + which.mid(0, shown).join(QStringLiteral(", "));
    if (which.size() > shown)
        what += QStringLiteral(" and %1 more").arg(which.size() - shown);
    add(name, grade, what, next);
}

} // namespace doctor

namespace {

using doctor::Patient;

QString gibibytes(std::int64_t bytes)
{
    return QStringLiteral("%1 GiB").arg(static_cast<double>(bytes) / (1LL << 30), 0, 'f', 1);
}

void checkSettings(Patient& patient)
{
    const QString name = QStringLiteral("settings");
    const QString path = patient.path(QStringLiteral("settings.json"));
    const QString next = QStringLiteral("put back settings.json of a backup");
    if (!QFileInfo(path).isFile()) {
        patient.add(name, Grade::Error, path + QStringLiteral(" is missing"), next);
        return;
    }
    // A workspace without its database cannot be opened as one, so the file is read here.
    QFile file(path);
    const bool opened = file.open(QIODevice::ReadOnly);
    const auto settings = parseJsonObject(opened ? file.readAll() : QByteArray(), path);
    if (settings)
        patient.add(name, Grade::Ok, QStringLiteral("readable"));
    else
        patient.add(name, Grade::Error, settings.error().sentence, next);
}

void checkPermissions(Patient& patient)
{
    constexpr auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
    QStringList open;
    for (const QString& path : {patient.folder, patient.databasePath(), patient.path(QStringLiteral("settings.json"))})
        if (QFileInfo::exists(path) && (QFile::permissions(path) & others))
            open.append(path);
    patient.addFindings(QStringLiteral("permissions"), Grade::Warning, QStringLiteral("only the owner may read it"),
                        QStringLiteral("%1 may be read or written by other users"), open,
                        QStringLiteral("chmod go-rwx %1").arg(patient.folder));
}

void checkFreeSpace(Patient& patient)
{
    const std::int64_t available = QStorageInfo(patient.folder).bytesAvailable();
    const std::int64_t wanted = std::max<std::int64_t>(patient.options.freeFloorBytes, QFileInfo(patient.databasePath()).size());
    const bool enough = available >= wanted;
    patient.add(QStringLiteral("free space"), enough ? Grade::Ok : Grade::Warning,
                QStringLiteral("%1 free, %2 wanted").arg(gibibytes(available), gibibytes(wanted)),
                enough ? QString() : QStringLiteral("free some space, or nothing more can be taken in"));
}

void checkQuarantine(Patient& patient)
{
    const QString folder = patient.path(QStringLiteral("quarantine"));
    const auto count = QDir(folder).entryList(QDir::AllEntries | QDir::NoDotAndDotDot).size();
    patient.add(QStringLiteral("quarantine"), count == 0 ? Grade::Ok : Grade::Warning,
                QStringLiteral("%1 entries").arg(count),
                count == 0 ? QString() : QStringLiteral("read the reasons in %1").arg(folder));
}

void addVersions(Patient& patient)
{
    QStringList versions = patient.options.versions;
    const auto upgrades = schemaUpgrades();
    versions.append(QStringLiteral("schema %1").arg(upgrades ? upgrades->size() : 0));
    const bool onServer = !patient.serverAddress.isEmpty();
    if (patient.gateway)
        if (auto rows = patient.gateway->rows(onServer ? QStringLiteral("SELECT current_setting('server_version')")
                                                       : QStringLiteral("SELECT sqlite_version()"));
            rows && !rows->empty())
            versions.append((onServer ? QStringLiteral("PostgreSQL ") : QStringLiteral("SQLite ")) + rows->front().text());
    versions.append(QStringLiteral("Qt ") + QString::fromLatin1(qVersion()));
    patient.add(QStringLiteral("versions"), Grade::Ok, versions.join(QStringLiteral(", ")));
}

} // namespace

bool Examination::isViolated() const
{
    return std::any_of(checks.begin(), checks.end(), [](const Check& check) { return check.grade == Grade::Error; });
}

Result<Examination> examine(const QString& folder, const DoctorOptions& options, const Clock& clock,
                            const Cancellation& cancel)
{
    const QFileInfo info(folder);
    if (!info.isDir())
        return failure(ErrorKind::NotFound, QStringLiteral("There is no folder %1 to examine.").arg(info.absoluteFilePath()));
    const auto workspace = Workspace::open(folder, options.serverAddress);
    const QString server = workspace && workspace->isOnServer() ? workspace->databasePath() : QString();
    Patient patient{QDir::cleanPath(info.absoluteFilePath()), options, clock, cancel, server, nullptr, {}};
    doctor::checkDatabase(patient);
    checkSettings(patient);
    if (patient.gateway)
        for (const auto check : {doctor::checkRows, doctor::checkClips, doctor::checkMediaFolders, doctor::checkDrafts,
                                 doctor::checkOutbox, doctor::checkDatasets}) {
            if (cancel.isCancelled())
                return failure(ErrorKind::Cancelled, QStringLiteral("Examining %1 was stopped.").arg(patient.folder));
            check(patient);
        }
    doctor::checkUnfinished(patient);
    checkQuarantine(patient);
    checkPermissions(patient);
    checkFreeSpace(patient);
    addVersions(patient);
    if (cancel.isCancelled())
        return failure(ErrorKind::Cancelled, QStringLiteral("Examining %1 was stopped.").arg(patient.folder));
    return Examination{std::move(patient.checks)};
}

} // namespace cartwright::store
