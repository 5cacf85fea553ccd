#include "core/store/database.h"

#include "core/store/gateway.h"
#include "core/store/schema.h"

#include <utility>

namespace cartwright::store {

Database::Database(std::unique_ptr<Gateway> gateway) : m_gateway(std::move(gateway)) {}
Database::~Database() = default;

Result<std::unique_ptr<Database>> Database::open(const QString& path, const Clock& clock)
{
    auto upgrades = schemaUpgrades();
    if (!upgrades)
        return failure(upgrades.error());
    auto gateway = Gateway::open(path, clock);
    if (!gateway)
        return failure(gateway.error());
    if (auto opened = openSchema(**gateway, *upgrades); !opened)
        return failure(opened.error());
    return std::unique_ptr<Database>(new Database(std::move(*gateway)));
}

const Clock& Database::clock() const { return m_gateway->clock(); }

Result<std::int64_t> Database::changeNumber()
{
    // data_version counts what others committed, total_changes what this connection wrote; neither ever
    // falls.
    auto others = m_gateway->rows(QStringLiteral("PRAGMA data_version"));
    if (!others)
        return failure(others.error());
    auto own = m_gateway->rows(QStringLiteral("SELECT total_changes()"));
    if (!own)
        return failure(own.error());
    return others->at(0).integer() + own->at(0).integer();
}

Result<Transaction> Transaction::begin(Database& database)
{
    if (auto begun = database.gateway().begin(); !begun)
        return failure(begun.error());
    return Transaction(&database.gateway());
}

Transaction::Transaction(Transaction&& other) noexcept : m_gateway(std::exchange(other.m_gateway, nullptr)) {}

Transaction::~Transaction()
{
    if (m_gateway)
        m_gateway->rollback();
}

Result<void> Transaction::commit()
{
    if (!m_gateway)
        return failure(ErrorKind::WrongUsage, QStringLiteral("This transaction has ended already."));
    return std::exchange(m_gateway, nullptr)->commit();
}

} // namespace cartwright::store
