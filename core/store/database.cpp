#include "core/store/database.h"

#include "core/store/gateway.h"
#include "core/store/log_rows.h"
#include "core/store/product_terms.h"
#include "core/store/schema.h"

#include <utility>

namespace cartwright::store {

Database::Database(std::unique_ptr<Gateway> gateway) : m_gateway(std::move(gateway)) {}
Database::~Database()
{
    if (m_gateway)
        sealServerLog(*m_gateway, SealTime::Now);
}

Result<std::unique_ptr<Database>> Database::open(const QString& address, const Clock& clock, TimeSource time)
{
    auto gateway = Gateway::open(address, clock, time);
    if (!gateway)
        return failure(gateway.error());
    auto upgrades = schemaUpgrades((*gateway)->engine());
    if (!upgrades)
        return failure(upgrades.error());
    if (auto opened = openSchema(**gateway, *upgrades); !opened)
        return failure(opened.error());
    if (auto sealed = sealOldLog(**gateway); !sealed)
        return failure(sealed.error());
    // On a server somebody else fills them where this user may not.
    if (auto filled = fillTerms(**gateway); !filled && !(*gateway)->engine().isServer())
        return failure(filled.error());
    return std::unique_ptr<Database>(new Database(std::move(*gateway)));
}

bool Database::isServer() const { return m_gateway->engine().isServer(); }
const Clock& Database::clock() const { return m_gateway->clock(); }

Result<std::int64_t> Database::changeNumber()
{
    auto answer = m_gateway->single(m_gateway->engine().changeQuery(), {});
    if (!answer)
        return failure(answer.error());
    return answer->at(0).integer();
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
