#include "core/store/schema.h"
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
    work.all(QStringLiteral("SELECT pg_advisory_xact_lock(?::bigint)::text"), {schemaLock});
    const std::size_t present = versionOf(work); // somebody else may have been faster
    if (present > 0 && present < upgrades.size())
        copyBeside(work, upgrades.size());
    for (std::size_t i = present; i < upgrades.size() && work.ok(); ++i) {
        for (const QString& statement : statementsOf(upgrades[i]))
            work.run(statement);
        work.run(QStringLiteral("INSERT INTO cartwright_schema (version, applied_at) VALUES (?, ?)"),
                 {static_cast<std::int64_t>(i + 1), work.now()});
    }
    return work.finish();
}

} // namespace cartwright::store
