// What a server itself lets each role do and refuses, whatever program speaks to it. Needs PostgreSQL 15.
#include "core/store/label_repository.h"
#include "core/store/log_repository.h"
#include "tests/trust/server_bench.h"

using namespace cartwright;
using namespace cartwright::trust;
using namespace cartwright::trust::samples;
using store::LogRepository;
using store::OpinionRepository;
using store::QueueRepository;
using store::SaleRepository;

namespace {

const QString refused = QStringLiteral("42501");

/// The server's own state for a statement; empty where it did it.
QString stateOf(store::Database& database, const QString& sql)
{
    const auto done = database.gateway().exec(sql);
    if (done)
        return {};
    return done.error().details.section(QLatin1Char(' '), 1, 1).remove(QLatin1Char(':'));
}

} // namespace

class ServerRolesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (!TestServer::isWanted())
            QSKIP("runs on PostgreSQL only");
        m_bench = std::make_unique<ServerBench>();
        m_bench->queue(QStringLiteral("s-plain"), *m_bench->keeper);
        leaveAnOpinion();
    }
    void cleanupTestCase() { m_bench.reset(); }

    void everybody_isWhoTheServerSays();
    void aReviewer_claimsAndSubmits_andIsInTheLog_data();
    void aReviewer_claimsAndSubmits_andIsInTheLog();
    void aReviewer_setsAsideAndGivesBack();
    void escalatedSales_areALeads();
    void thePipeline_takesInAndDecides();
    void aManager_asksForAReview();
    void anMlEngineer_recordsADataset();
    void anOperator_importsAndManagesAccounts();
    void opinions_areReadByTheirAuthorAndByLeads();
    void refusals_areTheServers_data();
    void refusals_areTheServers();
    void aTemporaryTable_foolsNobody();
    void seals_areMadeByTheServer_andForgedByNobody();
    void aDisabledLogin_losesItsRights_whileConnected();
    void passwords_areKeptAsVerifiers();
    void anOwnerWhoMayNotMakeRoles_isToldSo();
    void anOlderDatabase_isUpgradedByItsOwnerOnly();

private:
    /// The second reviewer is overtaken by the lead, so that there is somebody's opinion to pry into.
    void leaveAnOpinion()
    {
        const QString id = QStringLiteral("s-overtaken");
        m_bench->queue(id, *m_bench->keeper);
        auto other = m_bench->as(QStringLiteral("other"));
        auto lead = m_bench->as(QStringLiteral("lead"));
        const auto lost = QueueRepository(*other).claim(keyOf(id), m_bench->login(QStringLiteral("other")), 1);
        require(lost);
        const auto held = [&] { return QueueRepository(*lead).claim(keyOf(id), m_bench->login(QStringLiteral("lead")), 60 * minute); };
        QTRY_VERIFY_WITH_TIMEOUT(held().has_value(), 5'000);
        const auto late = QueueRepository(*other).submit(*lost, m_bench->submission(id, QStringLiteral("other"), QStringLiteral("reviewer")));
        VERIFY_ERROR(late, ErrorKind::Locked);
        QVERIFY2(late.error().sentence.contains(QStringLiteral("second opinion")), qPrintable(late.error().sentence));
    }
    std::unique_ptr<store::Database> as(const char* who) const { return m_bench->as(QLatin1String(who)); }

    std::unique_ptr<ServerBench> m_bench;
};

void ServerRolesTest::everybody_isWhoTheServerSays()
{
    for (const Role role : accountRoles) {
        auto database = m_bench->as(nameOf(role));
        QCOMPARE(Accounts(*database).withoutPassword({}).value(), (Identity{m_bench->login(nameOf(role)), role}));
    }
    QCOMPARE(Accounts(*m_bench->keeper).withoutPassword({}).value().role, Role::DeskOwner);
    // A login without a role may not even look at the schema.
    const SystemClock clock;
    VERIFY_ERROR(store::Database::open(m_bench->address(QStringLiteral("stranger")), clock), ErrorKind::Locked);
}

void ServerRolesTest::aReviewer_claimsAndSubmits_andIsInTheLog_data()
{
    QTest::addColumn<QString>("role");
    QTest::newRow("reviewer") << QStringLiteral("reviewer");
    QTest::newRow("lead") << QStringLiteral("lead");
}
void ServerRolesTest::aReviewer_claimsAndSubmits_andIsInTheLog()
{
    QFETCH(QString, role);
    const QString id = QStringLiteral("s-submitted-by-") + role;
    m_bench->queue(id, *m_bench->keeper);
    auto database = m_bench->as(role);
    const QString self = m_bench->login(role);
    QueueRepository queue(*database);
    VERIFY_OK(queue.page({}, 0, 10));
    VERIFY_OK(SaleRepository(*database).load(keyOf(id)));
    const auto next = queue.claimNext(self, minute);
    VERIFY_OK(next);
    QVERIFY(next->has_value());
    VERIFY_OK(queue.release(**next));
    const auto lease = queue.claim(keyOf(id), self, minute);
    VERIFY_OK(lease);
    VERIFY_OK(queue.heartbeat(*lease, 2 * minute));
    const auto submitted = queue.submit(*lease, m_bench->submission(id, role, role));
    VERIFY_OK(submitted);
    QCOMPARE(submitted->receiptVersion, 1);
    QCOMPARE(SaleRepository(*database).receipts(keyOf(id)).value().size(), std::size_t(1));
    const auto entries = LogRepository(*m_bench->keeper)
                             .newest({.subject = QStringLiteral("demo-01/") + id, .who = self, .action = {}, .from = {}, .until = {}}, 10)
                             .value();
    QVERIFY(entries.size() >= 2);
    for (const auto& entry : entries)
        QCOMPARE(entry.role, role);
    QCOMPARE(entries.back().action, QStringLiteral("verdict.submitted"));
    // Another's name is refused, also through the repositories.
    m_bench->queue(id + QStringLiteral("-2"), *m_bench->keeper);
    const auto stolen = queue.claim(keyOf(id + QStringLiteral("-2")), m_bench->login(QStringLiteral("other")), minute);
    VERIFY_ERROR(stolen, ErrorKind::Locked);
    QVERIFY2(stolen.error().details.contains(refused), qPrintable(stolen.error().details));
}

void ServerRolesTest::aReviewer_setsAsideAndGivesBack()
{
    const QString id = QStringLiteral("s-aside");
    m_bench->queue(id, *m_bench->keeper);
    auto database = as("reviewer");
    const QString self = m_bench->login(QStringLiteral("reviewer"));
    QueueRepository queue(*database);
    auto lease = queue.claim(keyOf(id), self, minute);
    VERIFY_OK(lease);
    VERIFY_OK(queue.skip(*lease, QStringLiteral("clip still uploading")));
    lease = queue.claim(keyOf(id), self, minute);
    VERIFY_OK(lease);
    VERIFY_OK(queue.release(*lease));
}

void ServerRolesTest::escalatedSales_areALeads()
{
    const QString id = QStringLiteral("s-escalated");
    m_bench->queue(id, *m_bench->keeper);
    auto reviewer = as("reviewer");
    const QString self = m_bench->login(QStringLiteral("reviewer"));
    QueueRepository queue(*reviewer);
    const auto lease = queue.claim(keyOf(id), self, minute);
    VERIFY_OK(lease);
    VERIFY_OK(queue.escalate(*lease, m_bench->submission(id, QStringLiteral("reviewer"), QStringLiteral("reviewer")).verdict));
    VERIFY_ERROR(queue.claim(keyOf(id), self, minute), ErrorKind::Locked);
    auto lead = as("lead");
    const auto taken = QueueRepository(*lead).claim(keyOf(id), m_bench->login(QStringLiteral("lead")), minute);
    VERIFY_OK(taken);
    VERIFY_OK(QueueRepository(*lead).submit(*taken, m_bench->submission(id, QStringLiteral("lead"), QStringLiteral("lead"))));
}

void ServerRolesTest::thePipeline_takesInAndDecides()
{
    auto pipeline = as("pipeline");
    m_bench->queue(QStringLiteral("s-piped"), *pipeline);
    SaleRepository sales(*pipeline);
    VERIFY_OK(sales.addRevision(sampleSale(QStringLiteral("s-closed")), "closed"));
    VERIFY_OK(sales.savePrediction(keyOf(QStringLiteral("s-closed")), samplePrediction()));
    VERIFY_OK(sales.saveDecision(keyOf(QStringLiteral("s-closed")), 1, audited(QStringLiteral("s-closed"))));
    const auto unsent = sales.receiptsNotSent(10);
    VERIFY_OK(unsent);
    QVERIFY(!unsent->empty());
    VERIFY_OK(sales.markReceiptSent(unsent->front().key, unsent->front().version));
    const auto entries =
        LogRepository(*m_bench->keeper).newest({.subject = QStringLiteral("demo-01/s-piped"), .who = {}, .action = {}, .from = {}, .until = {}}, 10);
    VERIFY_OK(entries);
    QVERIFY(!entries->empty());
    QCOMPARE(entries->front().who, m_bench->login(QStringLiteral("pipeline")));
    QCOMPARE(entries->front().role, QStringLiteral("pipeline"));
}

void ServerRolesTest::aManager_asksForAReview()
{
    const QString id = QStringLiteral("s-disputed");
    SaleRepository sales(*m_bench->keeper);
    VERIFY_OK(sales.addRevision(sampleSale(id), id.toUtf8()));
    VERIFY_OK(sales.savePrediction(keyOf(id), samplePrediction()));
    VERIFY_OK(sales.saveDecision(keyOf(id), 1, {.flags = {}, .receipt = sampleReceipt(id), .dueAt = morning}));
    auto reviewer = as("reviewer");
    VERIFY_ERROR(QueueRepository(*reviewer).request(keyOf(id), m_bench->login(QStringLiteral("reviewer"))), ErrorKind::Locked);
    auto manager = as("manager");
    VERIFY_OK(QueueRepository(*manager).request(keyOf(id), m_bench->login(QStringLiteral("manager"))));
    QCOMPARE(QueueRepository(*manager).entry(keyOf(id)).value().state, store::QueueState::Waiting);
    VERIFY_ERROR(QueueRepository(*manager).claim(keyOf(id), m_bench->login(QStringLiteral("manager")), minute), ErrorKind::Locked);
}

void ServerRolesTest::anMlEngineer_recordsADataset()
{
    auto engineer = as("ml_engineer");
    store::LabelRepository labels(*engineer);
    VERIFY_OK(labels.current());
    QCOMPARE(stateOf(*engineer, QStringLiteral("INSERT INTO dataset (folder, format, content_hash, labels, frames, created_at) "
                                               "VALUES ('/v1', 'coco', 'x', 1, 1, 1)")),
             QString());
}

void ServerRolesTest::anOperator_importsAndManagesAccounts()
{
    auto database = as("operator");
    VERIFY_OK(store::StoreRepository(*database).save(demoStore(QStringLiteral("demo-02")), {}));
    Accounts accounts(*database);
    const Identity self = accounts.withoutPassword({}).value();
    const QString eve = m_bench->login(QStringLiteral("eve"));
    VERIFY_OK(accounts.add(eve, Role::Reviewer, password, self));
    VERIFY_ERROR(accounts.add(eve, Role::Reviewer, password, self), ErrorKind::Refused);
    VERIFY_OK(accounts.setRole(eve, Role::Lead, self));
    VERIFY_OK(accounts.setPassword(eve, QStringLiteral("another password"), self));
    VERIFY_OK(accounts.setActive(eve, false, self));
    const auto listed = accounts.list().value();
    bool found = false;
    for (const auto& account : listed)
        found = found || (account.name == eve && account.role == QStringLiteral("lead") && !account.active);
    QVERIFY(found);
    VERIFY_OK(accounts.setActive(eve, true, self));
    QCOMPARE(Accounts(*as("eve")).withoutPassword({}).value().role, Role::Lead);
    // Nobody who is not of this database is touched.
    for (const QString& who : {m_bench->login(QStringLiteral("keeper")), m_bench->login(QStringLiteral("stranger")), QStringLiteral("operator")})
        VERIFY_ERROR(accounts.setPassword(who, password, self), ErrorKind::NotFound);
    QVERIFY(!stateOf(*database, QStringLiteral("SELECT cartwright_set_account('operator', 'lead', 0)")).isEmpty());
    QVERIFY(!stateOf(*database, QStringLiteral("SELECT cartwright_set_password('operator', 'SCRAM-SHA-256$4096:AAAA$AAAA:AAAA')")).isEmpty());
}

void ServerRolesTest::opinions_areReadByTheirAuthorAndByLeads()
{
    const auto count = [this](const char* who) {
        auto database = as(who);
        const auto read = OpinionRepository(*database).of(keyOf(QStringLiteral("s-overtaken")));
        return read ? static_cast<int>(read->size()) : -1;
    };
    QCOMPARE(count("other"), 1);
    QCOMPARE(count("lead"), 1);
    QCOMPARE(count("reviewer"), 0); // the table is there, the row is not
    for (const auto* who : {"ml_engineer", "manager", "operator", "pipeline"})
        QCOMPARE(count(who), -1);
}

void ServerRolesTest::refusals_areTheServers_data()
{
    QTest::addColumn<QString>("role");
    QTest::addColumn<QString>("sql");
    const auto row = [](const char* name, const QStringList& roles, const QString& sql) {
        for (const QString& role : roles)
            QTest::newRow(qPrintable(role + QStringLiteral(": ") + QLatin1String(name))) << role << sql;
    };
    QStringList all;
    for (const Role role : accountRoles)
        all.append(nameOf(role));
    const auto but = [&all](const QStringList& allowed) {
        QStringList others = all;
        for (const QString& role : allowed)
            others.removeAll(role);
        return others;
    };
    const QString reviewer = QStringLiteral("reviewer");
    const QString lead = QStringLiteral("lead");
    const QString manager = QStringLiteral("manager");
    const QString operators = QStringLiteral("operator");
    const QString pipeline = QStringLiteral("pipeline");
    const QString now = QStringLiteral("cartwright_now()");
    row("password hashes", all, QStringLiteral("SELECT rolpassword FROM pg_authid"));
    row("password hashes in the old view", all, QStringLiteral("SELECT passwd FROM pg_shadow"));
    row("the log's text", but({lead, operators}), QStringLiteral("SELECT details FROM log"));
    row("change the log", all, QStringLiteral("UPDATE log SET who = 'somebody'"));
    row("delete from the log", all, QStringLiteral("DELETE FROM log"));
    row("empty the log", all, QStringLiteral("TRUNCATE log"));
    row("log as somebody else", all, QStringLiteral("INSERT INTO log (at, who, role, action, subject, details) VALUES (%1, 'somebody', "
                                                    "'lead', 'x', '', '{}')").arg(now));
    row("log in the past", all, QStringLiteral("INSERT INTO log (at, who, role, action, subject, details) VALUES (%1 - 3600000000, "
                                               "session_user, 'lead', 'x', '', '{}')").arg(now));
    row("choose a number in the log", all, QStringLiteral("INSERT INTO log (number, at, who, role, action, subject, details) VALUES (1, %1, "
                                                          "session_user, 'lead', 'x', '', '{}')").arg(now));
    row("write a seal", all, QStringLiteral("INSERT INTO log_chain VALUES (1, 1, repeat('0', 64))"));
    row("change a seal", all, QStringLiteral("UPDATE log_chain SET hash = repeat('0', 64)"));
    row("delete seals", all, QStringLiteral("DELETE FROM log_chain"));
    row("switch triggers off", all, QStringLiteral("SET session_replication_role = replica"));
    row("drop a trigger", all, QStringLiteral("ALTER TABLE log DISABLE TRIGGER ALL"));
    row("become the owner", all, QStringLiteral("SET ROLE %1").arg(QStringLiteral("operator")));
    row("be somebody else", all, QStringLiteral("SET SESSION AUTHORIZATION operator"));
    row("make a table", all, QStringLiteral("CREATE TABLE mine (a INTEGER)"));
    row("make a login", all, QStringLiteral("CREATE ROLE evil LOGIN"));
    row("become an administrator", all, QStringLiteral("ALTER ROLE CURRENT_USER SUPERUSER"));
    row("add an account", but({operators}),
        QStringLiteral("SELECT cartwright_add_account('evil', 'SCRAM-SHA-256$4096:AAAA$AAAA:AAAA', 'operator')"));
    row("change an account", but({operators}), QStringLiteral("SELECT cartwright_set_account('evil', 'operator', 1)"));
    row("make a schema", all, QStringLiteral("CREATE SCHEMA mine"));
    row("opinions", {QStringLiteral("ml_engineer"), manager, operators, pipeline}, QStringLiteral("SELECT note FROM second_opinion"));
    row("an opinion of somebody else", {reviewer, lead},
        QStringLiteral("INSERT INTO second_opinion (sale_row, sale_revision, reviewer, outcome, opened_at, kept_at, epoch, note, cart, edits) "
                       "VALUES (1, 1, 'somebody', 'confirmed', 0, 0, 7, '', '[]', '[]')"));
    row("change opinions", all, QStringLiteral("UPDATE second_opinion SET note = ''"));
    row("delete opinions", all, QStringLiteral("DELETE FROM second_opinion"));
    row("claim for somebody else", {reviewer, lead},
        QStringLiteral("UPDATE queue SET state = 'claimed', owner = 'somebody', epoch = epoch + 1 WHERE state = 'waiting'"));
    row("take a held sale", {reviewer},
        QStringLiteral("UPDATE queue SET owner = session_user, epoch = epoch + 1 WHERE sale_row = (SELECT sale_row FROM sale WHERE "
                       "sale_id = 's-overtaken')"));
    row("call a sale done", {reviewer, lead}, QStringLiteral("UPDATE queue SET state = 'done' WHERE state = 'waiting'"));
    row("open what is done", {reviewer}, QStringLiteral("UPDATE queue SET state = 'waiting' WHERE state = 'done'"));
    row("move a deadline", {reviewer}, QStringLiteral("UPDATE queue SET due_at = 0"));
    row("change the queue", {QStringLiteral("ml_engineer")}, QStringLiteral("UPDATE queue SET state = 'done'"));
    row("close a sale", {reviewer, lead, manager}, QStringLiteral("UPDATE sale SET stage = 'closed' WHERE sale_id = 's-plain'"));
    row("a verdict without a lease", {reviewer, lead},
        QStringLiteral("INSERT INTO verdict (sale_row, number, outcome, reviewer, opened_at, decided_at, sale_revision, note, epoch, "
                       "lease_owner, receipt_version) SELECT sale_row, 9, 'confirmed', session_user, 0, 0, 1, '', 99, session_user, 0 "
                       "FROM sale WHERE sale_id = 's-plain'"));
    row("a verdict", but({reviewer, lead}),
        QStringLiteral("INSERT INTO verdict (sale_row, number, outcome, reviewer, opened_at, decided_at, sale_revision, note, epoch, "
                       "lease_owner, receipt_version) VALUES (1, 9, 'confirmed', 'x', 0, 0, 1, '', 99, 'x', 0)"));
    row("change verdicts", all, QStringLiteral("UPDATE verdict SET outcome = 'confirmed'"));
    row("delete verdicts", all, QStringLiteral("DELETE FROM verdict"));
    row("a line for an old verdict", {reviewer, lead},
        QStringLiteral("INSERT INTO edit (verdict_row, position, body) SELECT max(verdict_row), 99, '{}' FROM verdict"));
    row("a receipt without a lease", {reviewer, lead},
        QStringLiteral("INSERT INTO receipt (sale_row, version, issued_at, currency, total, tax, reason, issued_by) SELECT sale_row, 9, 0, "
                       "'SEK', 0, 0, 'x', 'reviewer' FROM sale WHERE sale_id = 's-plain'"));
    row("change receipts", all, QStringLiteral("UPDATE receipt SET total = 0"));
    row("receipts", {QStringLiteral("ml_engineer")}, QStringLiteral("SELECT total FROM receipt"));
    row("prices", but({operators, pipeline}), QStringLiteral("UPDATE product SET price = 0"));
    row("sales", but({operators, pipeline}), QStringLiteral("INSERT INTO sale (store_id, sale_id, revision, stage, entered_at, exited_at) "
                                                            "VALUES ('demo-01', 'x', 1, 'ingested', 0, 0)"));
    row("receipts to send", but({operators, pipeline}), QStringLiteral("DELETE FROM receipt_to_send"));
    row("datasets", but({QStringLiteral("ml_engineer")}),
        QStringLiteral("INSERT INTO dataset (folder, format, content_hash, labels, frames, created_at) VALUES ('/x', 'coco', 'x', 1, 1, 1)"));
    row("labels", {manager, pipeline, reviewer}, QStringLiteral("SELECT gtin FROM label"));
}
void ServerRolesTest::refusals_areTheServers()
{
    QFETCH(QString, role);
    QFETCH(QString, sql);
    auto database = m_bench->as(role);
    QCOMPARE(stateOf(*database, sql), refused);
}

void ServerRolesTest::aTemporaryTable_foolsNobody()
{
    auto database = as("reviewer");
    // A table called as ours and owned by the reviewer, first on the path.
    VERIFY_OK(database->gateway().exec(QStringLiteral("CREATE TEMPORARY TABLE log (number BIGINT)")));
    VERIFY_OK(database->gateway().exec(QStringLiteral("SET search_path = pg_temp, public")));
    auto role = database->gateway().rows(QStringLiteral("SELECT public.cartwright_role()"));
    VERIFY_OK(role);
    QCOMPARE(role->front().text(), QStringLiteral("reviewer"));
    QCOMPARE(stateOf(*database, QStringLiteral("INSERT INTO public.log (at, who, role, action, subject, details) VALUES "
                                               "(public.cartwright_now(), 'somebody', 'lead', 'x', '', '{}')")),
             refused);
}

void ServerRolesTest::seals_areMadeByTheServer_andForgedByNobody()
{
    auto database = as("reviewer");
    VERIFY_OK(database->gateway().exec(QStringLiteral("INSERT INTO log (at, who, role, action, subject, details) VALUES "
                                                      "(cartwright_now(), session_user, 'lead', 'x', 'Köket/1', '{\"ü\":\"𝄞\"}')")));
    VERIFY_OK(LogRepository(*database).sealPending());
    LogRepository log(*m_bench->keeper);
    QCOMPARE(log.firstUnsealed().value(), std::nullopt);
    QString previous = store::firstSeal();
    std::int64_t position = 0;
    const auto seals = log.seals(0, 10'000).value();
    QVERIFY(seals.size() > 10);
    for (const auto& seal : seals) {
        QCOMPARE(seal.position, ++position);
        QVERIFY(seal.entry.has_value());
        previous = store::sealOf(previous, *seal.entry);
        QCOMPARE(seal.hash, previous);
    }
    QCOMPARE(seals.back().entry->role, QStringLiteral("reviewer")); // and not what the statement said
}

void ServerRolesTest::aDisabledLogin_losesItsRights_whileConnected()
{
    auto other = as("other");
    VERIFY_OK(QueueRepository(*other).counts());
    Accounts accounts(*m_bench->keeper);
    const Identity owner = accounts.withoutPassword({}).value();
    VERIFY_OK(accounts.setActive(m_bench->login(QStringLiteral("other")), false, owner));
    VERIFY_ERROR(QueueRepository(*other).counts(), ErrorKind::Locked);
    const SystemClock clock;
    VERIFY_ERROR(store::Database::open(m_bench->address(QStringLiteral("other")), clock), ErrorKind::Locked);
    VERIFY_OK(accounts.setActive(m_bench->login(QStringLiteral("other")), true, owner));
    VERIFY_OK(QueueRepository(*other).counts());
}

void ServerRolesTest::passwords_areKeptAsVerifiers()
{
    const SystemClock clock;
    auto administrator = store::Gateway::open(m_bench->administratorsAddress(), clock, store::TimeSource::Given).value();
    const auto rows = administrator->rows(QStringLiteral("SELECT rolpassword FROM pg_authid WHERE rolname = ?"),
                                          {m_bench->login(QStringLiteral("reviewer"))});
    VERIFY_OK(rows);
    QCOMPARE(rows->size(), std::size_t(1));
    QVERIFY(store::Row(rows->front()).text().startsWith(QStringLiteral("SCRAM-SHA-256$4096:")));
    auto reviewer = as("reviewer");
    Accounts accounts(*reviewer);
    const Identity self = accounts.withoutPassword({}).value();
    VERIFY_OK(accounts.setPassword(self.name, QStringLiteral("my own new one"), self));
    VERIFY_ERROR(accounts.setPassword(m_bench->login(QStringLiteral("lead")), QStringLiteral("not mine to set"), self), ErrorKind::Locked);
}

void ServerRolesTest::anOwnerWhoMayNotMakeRoles_isToldSo()
{
    const SystemClock clock;
    const QString address = TestServer::shared().newDatabase();
    const QString name = QUrl(address).path().mid(1);
    auto administrator = store::Gateway::open(address, clock, store::TimeSource::Given).value();
    VERIFY_OK(administrator->exec(QStringLiteral("CREATE ROLE plain%1 LOGIN").arg(name)));
    VERIFY_OK(administrator->exec(QStringLiteral("ALTER DATABASE %1 OWNER TO plain%1").arg(name)));
    auto database = store::Database::open(TestServer::shared().address(name, QStringLiteral("plain") + name), clock).value();
    Accounts accounts(*database);
    const Identity owner = accounts.withoutPassword({}).value();
    QCOMPARE(owner.role, Role::DeskOwner);
    QCOMPARE(store::ServerAccountRepository(*database).hasGroups().value(), false);
    const auto added = accounts.add(QStringLiteral("ada"), Role::Reviewer, password, owner);
    VERIFY_ERROR(added, ErrorKind::Locked);
    QVERIFY2(added.error().sentence.contains(QStringLiteral("CREATEROLE")), qPrintable(added.error().sentence));
    VERIFY_OK(administrator->exec(QStringLiteral("ALTER ROLE plain%1 CREATEROLE").arg(name)));
    VERIFY_OK(accounts.add(QStringLiteral("ada") + name, Role::Reviewer, password, owner));
}

void ServerRolesTest::anOlderDatabase_isUpgradedByItsOwnerOnly()
{
    VERIFY_OK(m_bench->keeper->gateway().exec(QStringLiteral("DELETE FROM cartwright_schema WHERE version = (SELECT max(version) FROM "
                                                             "cartwright_schema)")));
    const SystemClock clock;
    const auto opened = store::Database::open(m_bench->address(QStringLiteral("reviewer")), clock);
    VERIFY_ERROR(opened, ErrorKind::Locked);
    QVERIFY2(opened.error().sentence.contains(m_bench->login(QStringLiteral("keeper"))), qPrintable(opened.error().sentence));
}

QTEST_GUILESS_MAIN(ServerRolesTest)
#include "tst_server_roles.moc"
