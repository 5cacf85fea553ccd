#pragma once

#include "core/store/gateway.h"
#include "core/store/opinion_repository.h"
#include "core/trust/accounts.h"
#include "tests/store/samples.h"

#include <QUrl>

namespace cartwright::trust::samples {

using namespace cartwright::store::samples;

inline const QString password = QStringLiteral("correct horse 1");

/// A database on the private server whose owner may make roles and is no administrator, with one account of every role, named after it
/// ("reviewer-17-1" and so on), and "other", a second reviewer. Time is the server's.
class ServerBench
{
public:
    ServerBench()
    {
        const QString address = TestServer::shared().newDatabase();
        m_name = QUrl(address).path().mid(1);
        auto administrator = store::Gateway::open(address, m_clock, store::TimeSource::Given).value();
        require(administrator->exec(QStringLiteral("CREATE ROLE %1 LOGIN CREATEROLE").arg(login(QStringLiteral("keeper")))));
        require(administrator->exec(QStringLiteral("CREATE ROLE %1 LOGIN").arg(login(QStringLiteral("stranger")))));
        require(administrator->exec(
            QStringLiteral("ALTER DATABASE %1 OWNER TO %2").arg(m_name, login(QStringLiteral("keeper")))));
        keeper = as(QStringLiteral("keeper"));
        Accounts accounts(*keeper);
        const Identity owner = accounts.withoutPassword({}).value();
        for (const Role role : accountRoles)
            require(accounts.add(login(nameOf(role)), role, password, owner));
        require(accounts.add(login(QStringLiteral("other")), Role::Reviewer, password, owner));
        require(store::StoreRepository(*keeper).save(demoStore(), {}));
    }

    /// Names of logins belong to the whole server, so each bench has its own.
    QString login(const QString& who) const { return who + m_name; }
    QString address(const QString& who) const { return TestServer::shared().address(m_name, login(who)); }
    QString administratorsAddress() const { return TestServer::shared().address(m_name); }
    std::unique_ptr<store::Database> as(const QString& who) const
    {
        auto opened = store::Database::open(address(who), m_clock);
        require(opened);
        return std::move(*opened);
    }

    /// Brings a sale into the queue, as the pipeline does.
    void queue(const QString& saleId, store::Database& database) const
    {
        store::SaleRepository sales(database);
        require(sales.addRevision(sampleSale(saleId), saleId.toUtf8()));
        require(sales.savePrediction(keyOf(saleId), samplePrediction()));
        require(sales.saveDecision(keyOf(saleId), 1, flagged()));
    }

    /// A submission in a login's own name.
    store::Submission submission(const QString& saleId, const QString& who, const QString& role) const
    {
        store::Submission made = corrected(saleId);
        made.verdict.reviewer = login(who);
        for (auto& label : made.labels)
            label.reviewer = login(who);
        made.receipt->issuedBy = role;
        return made;
    }

    std::unique_ptr<store::Database> keeper;

private:
    SystemClock m_clock;
    QString m_name;
};

} // namespace cartwright::trust::samples
