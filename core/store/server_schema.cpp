#include "core/store/schema.h"
#include "core/store/server_roles.h"
#include "core/store/work.h"

namespace cartwright::store {
namespace {

/// The number of the lock under which one program at a time looks at the schema; "CRTW".
constexpr std::int64_t schemaLock = 0x43525457;

std::size_t versionOf(Work& work)
{
    auto known = work.one(QStringLiteral("SELECT to_regclass('cartwright_schema') IS NOT NULL"));
    if (!known || known->text() != QStringLiteral("true"))
        return 0;
    auto version = work.one(QStringLiteral("SELECT max(version) FROM cartwright_schema"));
    return version ? static_cast<std::size_t>(version->integer()) : 0;
}

/// The facts as they were, in a schema beside; part of the upgrade's own transaction.
void copyBeside(Work& work, std::size_t newVersion)
{
    const QString beside = QStringLiteral("before_%1").arg(newVersion);
    const auto tables = work.all(QStringLiteral(
        "SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename"));
    work.run(QStringLiteral("CREATE SCHEMA %1").arg(beside));
    for (Row row : tables) {
        const QString table = row.text();
        work.run(QStringLiteral("CREATE TABLE %1.%2 AS TABLE %2").arg(beside, table));
    }
}

/// Only the owner of the tables can change them; everybody else is told so in words.
void needOwner(Work& work)
{
    auto owner = work.one(QStringLiteral("SELECT pg_has_role(session_user, tableowner, 'MEMBER'), tableowner FROM pg_tables "
                                         "WHERE schemaname = current_schema() AND tablename = 'log'"));
    if (owner && owner->text() != QStringLiteral("true"))
        work.fail(ErrorKind::Locked,
                  QStringLiteral("The database is of an older version of Cartwright and its owner, %1, has to open it once with this "
                                 "one; it was left untouched.")
                      .arg(owner->text()));
}

} // namespace

Result<void> openServerSchema(Gateway& gateway, const std::vector<QString>& upgrades)
{
    {
        Work look(gateway, Work::Kind::Read);
        const std::size_t present = versionOf(look);
        if (look.ok() && present > upgrades.size())
            look.fail(newerSchema(gateway.path(), present, upgrades.size()));
        if (auto looked = look.finish(); !looked)
            return looked;
        if (present == upgrades.size())
            return {};
    }
    Work work(gateway, Work::Kind::Write);
    work.run(QStringLiteral("SET LOCAL statement_timeout = 0")); // copying a large table takes longer than a reviewer may wait
    work.all(QStringLiteral("SELECT pg_advisory_xact_lock(?::bigint)::text"), {schemaLock});
    const std::size_t present = versionOf(work); // somebody else may have been faster
    if (present > 0 && present < upgrades.size()) {
        needOwner(work);
        copyBeside(work, upgrades.size());
    }
    for (std::size_t i = present; i < upgrades.size() && work.ok(); ++i) {
        for (const QString& statement : statementsOf(upgrades[i]))
            work.run(statement);
        work.run(QStringLiteral("INSERT INTO cartwright_schema (version, applied_at) VALUES (?, ?)"),
                 {static_cast<std::int64_t>(i + 1), work.now()});
    }
    // An older set of upgrades has not all the tables that are granted.
    if (const auto all = schemaUpgrades(work.engine()); work.ok() && all && upgrades.size() >= all->size())
        grantServerRoles(work);
    return work.finish();
}

} // namespace cartwright::store
