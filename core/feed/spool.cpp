#include "core/feed/spool.h"

#include "core/base/safe_file.h"
#include "core/feed/staging.h"

#include <QDir>
#include <QFileInfo>

namespace cartwright::feed {
namespace {

QString acceptedName() { return QStringLiteral("accepted"); }
QString quarantineName() { return QStringLiteral("quarantine"); }
QString reasonName() { return QStringLiteral("reason.json"); }

bool endsInTar(const QString& name) { return name.endsWith(QLatin1String(".tar"), Qt::CaseInsensitive); }

/// Whether something stands at the path, a dangling link included.
bool stands(const QString& path)
{
    const QFileInfo info(path);
    return info.exists() || info.isSymLink();
}

QStringList bundlesIn(const QString& spool)
{
    QStringList names;
    const auto entries = QDir(spool).entryInfoList(QDir::AllEntries | QDir::System | QDir::NoDotAndDotDot, QDir::Name);
    for (const auto& entry : entries) {
        const QString name = entry.fileName();
        if (name.startsWith(QLatin1Char('.')) || name == acceptedName() || name == quarantineName())
            continue;
        if (entry.isDir() || endsInTar(name))
            names.append(name);
    }
    return names;
}

/// `name`, or `name-2`, `name-3`, ...; the first for which `isFree` says so.
template <class IsFree> QString freeName(const QString& name, IsFree isFree)
{
    const qsizetype cut = endsInTar(name) ? name.size() - 4 : name.size();
    QString candidate = name;
    for (int n = 2; !isFree(candidate); ++n)
        candidate = name.left(cut) + QStringLiteral("-%1").arg(n) + name.sliced(cut);
    return candidate;
}

QString wordOf(ErrorKind kind)
{
    return kind == ErrorKind::NotFound ? QStringLiteral("not_found") : QStringLiteral("refused");
}

class Pass
{
public:
    Pass(QString spool, const store::Workspace& workspace, store::Database& database, const Cancellation& cancel)
        : m_spool(std::move(spool)), m_workspace(workspace), m_database(database), m_cancel(cancel)
    {
    }

    void run(const SpoolProgress& progress)
    {
        const QStringList names = bundlesIn(m_spool);
        int done = 0;
        for (const auto& name : names) {
            const QString sentence = m_cancel.isCancelled() ? QString() : take(name);
            pass.cancelled = pass.cancelled || m_cancel.isCancelled();
            if (pass.cancelled && sentence.isEmpty())
                return;
            if (progress)
                progress(++done, static_cast<int>(names.size()), sentence);
        }
    }

    SpoolPass pass;

private:
    QString at(const QString& name) const { return m_spool + QLatin1Char('/') + name; }

    /// Ingests and moves one bundle; gives the sentence, empty where it was stopped.
    QString take(const QString& name)
    {
        auto ingested = ingest(name);
        if (ingested)
            return accept(name, std::move(*ingested));
        const Error& error = ingested.error();
        if (error.kind == ErrorKind::Cancelled)
            return {};
        const bool isWrong = error.kind == ErrorKind::Refused || error.kind == ErrorKind::NotFound;
        return isWrong && stands(at(name)) ? quarantine(name, error) : leave(name, error);
    }

    Result<Ingested> ingest(const QString& name)
    {
        if (QFileInfo(at(name)).isSymLink())
            return failure(ErrorKind::Refused,
                           QStringLiteral("\"%1\" is a symbolic link; only folders and files are taken.").arg(name));
        return ingestBundle(at(name), m_workspace, m_database, m_cancel);
    }

    QString accept(const QString& name, Ingested ingested)
    {
        const QString folder = at(acceptedName());
        if (auto made = makeFolder(folder); !made)
            return leave(name, made.error());
        const QString to = folder + QLatin1Char('/')
                           + freeName(name, [&](const QString& free) { return !stands(folder + QLatin1Char('/') + free); });
        if (auto moved = renameIntoPlace(at(name), to); !moved)
            return leave(name, moved.error());
        pass.accepted.push_back({name, to, std::move(ingested)});
        return name + QStringLiteral(": accepted.");
    }

    QString quarantine(const QString& name, const Error& error)
    {
        // The reason is written first: a folder that has a reason and no bundle is one that a killed pass began.
        const QString all = at(quarantineName()) + QLatin1Char('/');
        const QString own = freeName(name, [&](const QString& free) {
            return !stands(all + free) || (QFileInfo(all + free).isDir() && !holdsBundle(all + free));
        });
        const QString folder = all + own;
        if (auto made = makeFolder(folder); !made)
            return leave(name, made.error());
        const QJsonObject reason{{QStringLiteral("schema"), QStringLiteral("cartwright.reason/1")},
                                 {QStringLiteral("bundle"), name},
                                 {QStringLiteral("kind"), wordOf(error.kind)},
                                 {QStringLiteral("reason"), error.sentence},
                                 {QStringLiteral("details"), error.details},
                                 {QStringLiteral("at"), formatUtc(m_database.clock().now())}};
        if (auto written = writeFile(folder + QLatin1Char('/') + reasonName(), toJsonText(reason)); !written)
            return leave(name, written.error());
        const QString to = folder + QLatin1Char('/') + (name == reasonName() ? QStringLiteral("bundle") : name);
        if (auto moved = renameIntoPlace(at(name), to); !moved)
            return leave(name, moved.error());
        pass.quarantined.push_back({name, to, error});
        return name + QStringLiteral(": quarantined. ") + error.sentence;
    }

    static bool holdsBundle(const QString& folder)
    {
        const auto entries =
            QDir(folder).entryList(QDir::AllEntries | QDir::System | QDir::Hidden | QDir::NoDotAndDotDot);
        return std::any_of(entries.begin(), entries.end(), [](const QString& entry) {
            return entry != reasonName() && !entry.startsWith(QLatin1Char('.') + reasonName());
        });
    }

    QString leave(const QString& name, const Error& error)
    {
        pass.left.push_back({name, {}, error});
        return name + QStringLiteral(": left in the spool. ") + error.sentence;
    }

    QString m_spool;
    const store::Workspace& m_workspace;
    store::Database& m_database;
    const Cancellation& m_cancel;
};

} // namespace

Result<SpoolPass> runSpoolOnce(const QString& spool, const store::Workspace& workspace, store::Database& database,
                               const Cancellation& cancel, const SpoolProgress& progress)
{
    if (!QFileInfo(spool).isDir())
        return failure(ErrorKind::NotFound, QStringLiteral("The spool folder %1 does not exist; make it first.").arg(spool));
    const auto lock = FolderLock::take(spool, 0, cancel);
    if (!lock)
        return failure(lock.error());
    Pass run(QDir(spool).absolutePath(), workspace, database, cancel);
    run.run(progress);
    return std::move(run.pass);
}

} // namespace cartwright::feed
