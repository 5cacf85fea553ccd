#include "core/store/server_roles.h"

#include "core/store/schema.h"

#include <QFile>

#include <array>

namespace cartwright::store {
namespace {

constexpr std::array roleNames{"reviewer", "lead", "ml_engineer", "manager", "operator", "pipeline"};

bool isTrue(Work& work, const QString& sql, const Values& bindings = {})
{
    auto row = work.one(sql, bindings);
    return row && row->text() == QStringLiteral("true");
}

/// The group's name, quoted; made where it is missing and may be made. Empty where not.
QString groupOf(Work& work, const QString& role)
{
    auto row = work.one(QStringLiteral("SELECT quote_ident(cartwright_group(?))"), {role});
    const QString group = row ? row->text() : QString();
    if (isTrue(work, QStringLiteral("SELECT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = cartwright_group(?))"), {role}))
        return group;
    if (!isTrue(work, QStringLiteral("SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user")))
        return {};
    work.run(QStringLiteral("CREATE ROLE %1 NOLOGIN").arg(group));
    return group;
}

} // namespace

void grantServerRoles(Work& work)
{
    QFile file(QStringLiteral(":/sql/postgresql/roles.sql"));
    if (!file.open(QIODevice::ReadOnly)) {
        work.fail(ErrorKind::Failed, QStringLiteral("This program was built without its server roles."));
        return;
    }
    QString grants = QString::fromUtf8(file.readAll());
    for (const auto* role : roleNames) {
        const QString group = groupOf(work, QLatin1String(role));
        if (group.isEmpty())
            return;
        grants.replace(QLatin1Char('@') + QLatin1String(role), group);
    }
    for (const QString& statement : statementsOf(grants))
        work.run(statement);
}

} // namespace cartwright::store
