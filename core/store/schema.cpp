#include "core/store/schema.h"

#include "core/base/held_folder.h"
#include "core/base/safe_file.h"
#include "core/store/inspection.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>

#include <chrono>
#include <thread>

/// Outside namespaces, because the macro declares a function of the resource's own.
static void registerUpgrades() { Q_INIT_RESOURCE(sql); }

namespace cartwright::store {
namespace {

constexpr std::chrono::minutes longestUpgrade{10};

Result<std::int64_t> askNumber(Gateway& gateway, const QString& sql)
{
    auto rows = gateway.rows(sql);
    if (!rows)
        return failure(rows.error());
    return rows->empty() ? 0 : rows->front().integer();
}

/// The version of the schema; 0 for an empty file. Refused where the file belongs to another program.
Result<std::int64_t> versionOf(Gateway& gateway)
{
    auto tables = askNumber(gateway, QStringLiteral("SELECT count(*) FROM sqlite_schema"));
    if (!tables)
        return tables;
    auto owner = askNumber(gateway, QStringLiteral("PRAGMA application_id"));
    if (!owner)
        return owner;
    if (*tables > 0 && *owner != applicationId)
        return failure(ErrorKind::Refused,
                       QStringLiteral("%1 is the database of another program; it was left untouched.")
                           .arg(gateway.path()));
    return askNumber(gateway, QStringLiteral("PRAGMA user_version"));
}

QString copyName(const Gateway& gateway, std::size_t newVersion)
{
    return QStringLiteral("%1.before-%2").arg(QFileInfo(gateway.path()).absoluteFilePath()).arg(newVersion);
}

/// Waits for its turn: of several programs that open an old database at once, one upgrades it.
Result<HeldFolder> takeTurn(const Gateway& gateway, std::size_t newVersion)
{
    const QString folder = HeldFolder::pathBeside(copyName(gateway, newVersion));
    const auto until = std::chrono::steady_clock::now() + longestUpgrade;
    for (;;) {
        auto turn = HeldFolder::take(folder);
        if (turn || turn.error().kind != ErrorKind::Locked)
            return turn;
        if (std::chrono::steady_clock::now() >= until)
            return failure(ErrorKind::Locked, QStringLiteral("The database %1 is being upgraded by another program; try again "
                                                             "when that is done.")
                                                  .arg(gateway.path()));
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
}

Result<void> copyBeside(Gateway& gateway, HeldFolder& folder, std::size_t newVersion)
{
    const QString target = copyName(gateway, newVersion);
    const QString copy = folder.path() + QLatin1Char('/') + QFileInfo(gateway.path()).fileName();
    if (auto cleared = folder.clear(); !cleared)
        return cleared;
    if (auto copied = copyDatabase(gateway, copy); !copied)
        return copied;
    if (auto synced = syncFolder(folder.path()); !synced)
        return synced;
    QFile::remove(target); // of an upgrade that did not come to its end; the database may have changed since
    return renameIntoPlace(copy, target);
}

/// Applies the upgrades from one version to another as one transaction.
Result<void> applyUpgrades(Gateway& gateway, const std::vector<QString>& upgrades, std::size_t from, std::size_t to)
{
    if (auto begun = gateway.begin(); !begun)
        return begun;
    auto apply = [&]() -> Result<void> {
        auto present = askNumber(gateway, QStringLiteral("PRAGMA user_version"));
        if (!present)
            return failure(present.error());
        if (*present > static_cast<std::int64_t>(from)) // somebody else was faster
            return {};
        std::vector<QString> statements;
        for (std::size_t i = from; i < to; ++i)
            for (const QString& statement : statementsOf(upgrades[i]))
                statements.push_back(statement);
        statements.push_back(QStringLiteral("PRAGMA application_id = %1").arg(applicationId));
        statements.push_back(QStringLiteral("PRAGMA user_version = %1").arg(to));
        for (const QString& statement : statements)
            if (auto done = gateway.exec(statement); !done)
                return failure(done.error());
        return {};
    };
    if (auto applied = apply(); !applied) {
        gateway.rollback();
        return applied;
    }
    return gateway.commit();
}

/// All at once: whoever finds the database after a crash finds the old one or the new one.
Result<void> upgradeOld(Gateway& gateway, const std::vector<QString>& upgrades)
{
    auto turn = takeTurn(gateway, upgrades.size());
    if (!turn)
        return failure(turn.error());
    const auto present = versionOf(gateway); // somebody else may have been faster
    auto done = present ? Result<void>() : failure(present.error());
    if (done && static_cast<std::size_t>(*present) < upgrades.size()) {
        done = copyBeside(gateway, *turn, upgrades.size());
        if (done)
            done = applyUpgrades(gateway, upgrades, static_cast<std::size_t>(*present), upgrades.size());
    }
    turn->remove();
    return done;
}

} // namespace

Result<std::vector<QString>> schemaUpgrades(const Engine& engine)
{
    registerUpgrades();
    const QString folder = engine.isServer() ? QStringLiteral(":/sql/postgresql") : QStringLiteral(":/sql");
    std::vector<QString> upgrades;
    for (int number = 1;; ++number) {
        QFile file(QStringLiteral("%1/%2.sql").arg(folder).arg(number, 4, 10, QLatin1Char('0')));
        if (!file.exists())
            break;
        if (!file.open(QIODevice::ReadOnly))
            return failure(ErrorKind::Failed, QStringLiteral("The schema upgrade %1 cannot be read: %2.")
                                                  .arg(file.fileName(), file.errorString()));
        upgrades.push_back(QString::fromUtf8(file.readAll()));
    }
    if (upgrades.empty())
        return failure(ErrorKind::Failed,
                       QStringLiteral("This program was built without its database schema."));
    return upgrades;
}

Result<std::vector<QString>> schemaUpgrades() { return schemaUpgrades(*sqliteEngine({})); }

std::vector<QString> statementsOf(const QString& upgrade)
{
    static const QRegularExpression comment(QStringLiteral("^[ \\t]*--.*$\\n?"),
                                            QRegularExpression::MultilineOption);
    static const QRegularExpression end(QStringLiteral(";[ \\t]*\\n[ \\t]*(?:\\n|$)"));
    std::vector<QString> statements;
    const QString text = QString(upgrade).remove(comment) + QStringLiteral("\n\n");
    for (const QString& statement : text.split(end, Qt::SkipEmptyParts))
        if (!statement.trimmed().isEmpty())
            statements.push_back(statement.trimmed());
    return statements;
}

Error newerSchema(const QString& database, std::size_t present, std::size_t known)
{
    return Error{ErrorKind::Refused,
                 QStringLiteral("The database %1 was written by a newer version of Cartwright (schema %2, this "
                                "program knows %3); it was left untouched. Use the newer program.")
                     .arg(database)
                     .arg(present)
                     .arg(known),
                 {}};
}

Result<void> openSchema(Gateway& gateway, const std::vector<QString>& upgrades)
{
    if (gateway.engine().isServer())
        return openServerSchema(gateway, upgrades);
    const auto version = versionOf(gateway);
    if (!version)
        return failure(version.error());
    const auto present = static_cast<std::size_t>(std::max<std::int64_t>(*version, 0));
    if (present > upgrades.size())
        return failure(newerSchema(gateway.path(), present, upgrades.size()));
    if (auto set = gateway.setJournal(); !set)
        return set;
    if (present == upgrades.size())
        return {};
    // A new file gets all at once, so that nobody who opens it meanwhile takes it for an old one.
    if (present == 0)
        return applyUpgrades(gateway, upgrades, 0, upgrades.size());
    return upgradeOld(gateway, upgrades);
}

} // namespace cartwright::store
