// A backup and a restore, with faults where they write.
#include "journey.h"

#include "core/store/backup_manifest.h"
#include "tests/store/kept_workspace.h"

namespace cartwright::faults {
namespace {

using namespace store;
using namespace store::samples;

/// A workspace with queued sales of which each has a clip.
Workspace makeShop(const QString& folder, const Clock& clock)
{
    require(makeFolder(QFileInfo(folder).path()));
    auto workspace = Workspace::create(folder);
    require(workspace);
    auto database = Database::open(workspace->databasePath(), clock);
    require(database);
    require(StoreRepository(**database).save(demoStore(), {}));
    return *workspace;
}

void addSale(const Workspace& workspace, const QString& id, const Clock& clock)
{
    auto database = Database::open(workspace.databasePath(), clock);
    require(database);
    Sale sale = sampleSale(id);
    sale.clips[0].file = QStringLiteral("demo-01/%1/r1/shelf-3.mp4").arg(id);
    put(workspace.mediaFolder() + QLatin1Char('/') + sale.clips[0].file, QByteArray(3000, 'c'));
    require(SaleRepository(**database).addRevision(sale, id.toUtf8()));
}

/// Whether removing what was begun was possible at all.
bool couldTidy(const Outcome& outcome, const QString& kind) { return !outcome.killed && kind != QStringLiteral("error-on"); }

/// The n-th change may be the removal itself, which then leaves a hidden folder for the next run.
bool isTidy(const QString& folder, const QStringList& names, const QString& kind)
{
    QStringList found = namesIn(folder);
    if (kind.endsWith(QStringLiteral("-once")))
        found = found.filter(QRegularExpression(QStringLiteral("^[^.]")));
    return found == names;
}

class BackupJourney final : public Journey
{
public:
    explicit BackupJourney(QString name) : m_name(std::move(name)) {}
    void prepare(const QString& folder) override
    {
        const Workspace shop = makeShop(folder + QStringLiteral("/shop"), m_clock);
        addSale(shop, QStringLiteral("s-1"), m_clock);
        put(shop.draftsFolder() + QStringLiteral("/d.json"), "{}");
        require(makeFolder(folder + QStringLiteral("/disk")));
        m_rows = rowsOf(shop.folder(), m_clock);
    }
    QString faulty() const override { return QStringLiteral("disk/"); }
    void walk(const QString& folder, Teller& tell) override
    {
        const auto workspace = Workspace::open(folder + QStringLiteral("/shop"));
        require(workspace);
        const auto made = backupWorkspace(*workspace, target(folder), options(), m_clock);
        if (made)
            tell.acknowledge("backup");
        else
            tell.failed(made.error());
    }
    void check(const QString& folder, const Outcome& outcome, const QString& kind, Tally& tally) override
    {
        const bool told = !outcome.acknowledged.isEmpty();
        const QString back = folder + QStringLiteral("/back");
        if (QFileInfo::exists(target(folder))) {
            const auto restored = restoreWorkspace(target(folder), back, {}, m_clock);
            if (!restored || rowsOf(back, m_clock) != m_rows)
                tally.count(told ? &Tally::lost : &Tally::torn, QStringLiteral("the backup cannot be restored"));
        } else if (told) {
            tally.count(&Tally::lost, QStringLiteral("the backup is not there"));
        }
        if (!told && couldTidy(outcome, kind) && !isTidy(folder + QStringLiteral("/disk"), {}, kind))
            tally.count(&Tally::torn, QStringLiteral("something is left: ")
                                          + namesIn(folder + QStringLiteral("/disk")).join(QLatin1Char(' ')));
        if (rowsOf(folder + QStringLiteral("/shop"), m_clock) != m_rows)
            tally.count(&Tally::lost, QStringLiteral("the workspace has changed"));
    }

private:
    QString target(const QString& folder) const { return folder + QStringLiteral("/disk/") + m_name; }
    BackupOptions options() const
    {
        const bool single = m_name.endsWith(QStringLiteral(".sqlite"));
        return {single ? BackupOptions::Content::Database : BackupOptions::Content::All, {}};
    }

    FakeClock m_clock{morning};
    QString m_name;
    RowCounts m_rows;
};

class RestoreJourney final : public Journey
{
public:
    void prepare(const QString& folder) override
    {
        const Workspace shop = makeShop(folder + QStringLiteral("/disk/shop"), m_clock);
        addSale(shop, QStringLiteral("s-1"), m_clock);
        require(backupWorkspace(shop, folder + QStringLiteral("/monday"), {BackupOptions::Content::All, {}}, m_clock));
        m_monday = rowsOf(shop.folder(), m_clock);
        addSale(shop, QStringLiteral("s-2"), m_clock);
        m_tuesday = rowsOf(shop.folder(), m_clock);
    }
    QString faulty() const override { return QStringLiteral("disk/"); }
    void walk(const QString& folder, Teller& tell) override
    {
        const auto restored = restoreWorkspace(folder + QStringLiteral("/monday"), folder + QStringLiteral("/disk/shop"),
                                               {RestoreOptions::Present::KeepAside}, m_clock);
        if (restored)
            tell.acknowledge("restore");
        else
            tell.failed(restored.error());
    }
    void check(const QString& folder, const Outcome& outcome, const QString& kind, Tally& tally) override
    {
        const bool told = !outcome.acknowledged.isEmpty();
        const QDir disk(folder + QStringLiteral("/disk"));
        const QStringList aside = disk.entryList({QStringLiteral("shop.aside-*")}, QDir::Dirs);
        if (!Workspace::open(disk.filePath(QStringLiteral("shop")))) {
            tally.count(&Tally::torn, QStringLiteral("no workspace is there"));
            return;
        }
        const RowCounts rows = rowsOf(disk.filePath(QStringLiteral("shop")), m_clock);
        const bool isNew = rows == m_monday;
        const bool keptOld = aside.size() == 1 && rowsOf(disk.filePath(aside[0]), m_clock) == m_tuesday;
        if (!isNew && rows != m_tuesday)
            tally.count(&Tally::torn, QStringLiteral("the workspace is neither the old nor the new one"));
        if (isNew && !keptOld)
            tally.count(&Tally::lost, QStringLiteral("the old workspace is gone"));
        if (told && !isNew)
            tally.count(&Tally::lost, QStringLiteral("the restored workspace is not there"));
        const QStringList names = QStringList(aside).isEmpty() ? QStringList{QStringLiteral("shop")}
                                                               : QStringList{QStringLiteral("shop"), aside[0]};
        if (!told && couldTidy(outcome, kind) && !isTidy(disk.path(), names, kind))
            tally.count(&Tally::torn, QStringLiteral("something is left: ") + namesIn(disk.path()).join(QLatin1Char(' ')));
    }

private:
    FakeClock m_clock{morning};
    RowCounts m_monday;
    RowCounts m_tuesday;
};

} // namespace

std::unique_ptr<Journey> backupJourney(const QString& name) { return std::make_unique<BackupJourney>(name); }
std::unique_ptr<Journey> restoreJourney() { return std::make_unique<RestoreJourney>(); }

} // namespace cartwright::faults
