#include "core/store/facts_repository.h"
#include "core/store/gateway.h"
#include "core/store/log_repository.h"
#include "tests/store/samples.h"

using namespace cartwright;
using namespace cartwright::store;
using namespace cartwright::store::samples;

/// The log's rows and their seals; what a broken chain looks like is in tests/trust.
class LogTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_bench = std::make_unique<Bench>(); }
    void sealOf_isTheHashThatTheHeaderDescribes();
    void everyEntry_hasItsSeal_inOrderOfNumbers();
    void entry_isNotSealed_whenItsTransactionIsRolledBack();
    void log_isOnlyAppendedTo();
    void newest_filtersAndKeepsTheOrder();
    void sealPending_putsALateEntryBehind();

private:
    LogRepository log() { return LogRepository(*m_bench->database); }
    std::vector<Seal> seals()
    {
        require(log().sealPending());
        auto found = log().seals(0, 1000);
        require(found);
        return std::move(*found);
    }
    void write(const char* action, const char* who = "ada")
    {
        m_bench->clock.advance(second);
        require(FactsRepository(*m_bench->database)
                    .log(QLatin1String(who), QStringLiteral("lead"), QLatin1String(action),
                         QStringLiteral("demo-01/s-1"),
                         {{QStringLiteral("old"), 1}, {QStringLiteral("new"), 2}}));
    }

    std::unique_ptr<Bench> m_bench;
};

void LogTest::sealOf_isTheHashThatTheHeaderDescribes()
{
    // printf 'cartwright.log/1\n%064d\n7\n1772446504120000\n4:\xc3\xa5sa\n4:lead\n1:a\n0:\n11:{"a":"b:c"}\n'
    // 0 | sha256sum
    const StoredLogEntry entry{.number = 7,
                               .at = morning,
                               .who = QStringLiteral("åsa"),
                               .role = QStringLiteral("lead"),
                               .action = QStringLiteral("a"),
                               .subject = {},
                               .details = QStringLiteral("{\"a\":\"b:c\"}")};
    QCOMPARE(sealOf(firstSeal(), entry),
             QStringLiteral("e07f4aeafa5d14f2ea492b6851ad3e8e8963206c1b266e87abe6b9cea1a3bb15"));
    StoredLogEntry shifted = entry;
    shifted.action.clear();
    shifted.subject = QStringLiteral("a");
    QVERIFY(sealOf(firstSeal(), shifted) != sealOf(firstSeal(), entry));
}

void LogTest::everyEntry_hasItsSeal_inOrderOfNumbers()
{
    m_bench->queue(QStringLiteral("s-1"));
    write("test.one");
    write("test.two");
    const auto chain = seals();
    QVERIFY(chain.size() >= 4);
    QString previous = firstSeal();
    std::int64_t number = 0;
    for (std::size_t i = 0; i < chain.size(); ++i) {
        QCOMPARE(chain[i].position, static_cast<std::int64_t>(i + 1));
        QVERIFY(chain[i].number > number);
        QVERIFY(chain[i].entry.has_value());
        QCOMPARE(chain[i].hash, sealOf(previous, *chain[i].entry));
        previous = chain[i].hash;
        number = chain[i].number;
    }
    QCOMPARE(log().firstUnsealed().value(), std::nullopt);
    const ChainHead head = log().head().value();
    QCOMPARE(head.count, static_cast<std::int64_t>(chain.size()));
    QCOMPARE(head.number, number);
    QCOMPARE(head.hash, previous);
    QCOMPARE(log().hashAt(head.count).value(), std::optional(previous));
    QCOMPARE(log().hashAt(head.count + 1).value(), std::nullopt);
    QCOMPARE(log().positionOf(number).value(), std::optional(head.count));
}

void LogTest::entry_isNotSealed_whenItsTransactionIsRolledBack()
{
    const auto before = seals().size();
    {
        auto transaction = Transaction::begin(*m_bench->database);
        require(transaction);
        write("test.undone");
    }
    QCOMPARE(seals().size(), before);
    QCOMPARE(log().firstUnsealed().value(), std::nullopt);
    write("test.done");
    QCOMPARE(seals().size(), before + 1);
}

void LogTest::log_isOnlyAppendedTo()
{
    write("test.one");
    QVERIFY(!seals().empty());
    for (const char* sql :
         {"UPDATE log SET who = 'eve'", "DELETE FROM log", "UPDATE log_chain SET position = position + 1",
          "UPDATE log_chain SET hash = hash", "DELETE FROM log_chain"})
        QVERIFY2(!m_bench->database->gateway().exec(QLatin1String(sql)), sql);
}

void LogTest::newest_filtersAndKeepsTheOrder()
{
    write("test.one");
    write("test.two", "bo");
    const UtcMicroseconds between = m_bench->clock.now();
    write("test.three");
    write("test.four");
    const auto actions = [&](const LogFilter& filter, int limit = 100) {
        QStringList list;
        const auto entries = log().newest(filter, limit);
        for (const auto& entry : entries.value())
            if (entry.action.startsWith(QStringLiteral("test.")))
                list.append(entry.action.mid(5));
        return list.join(QLatin1Char(' '));
    };
    LogFilter all;
    QCOMPARE(actions(all), QStringLiteral("one two three four"));
    QCOMPARE(actions(all, 2), QStringLiteral("three four"));
    LogFilter filter;
    filter.who = QStringLiteral("bo");
    QCOMPARE(actions(filter), QStringLiteral("two"));
    filter = {};
    filter.subject = QStringLiteral("demo-01/s-1");
    filter.from = between;
    QCOMPARE(actions(filter), QStringLiteral("two three four"));
    filter.until = between + 2 * second;
    QCOMPARE(actions(filter), QStringLiteral("two three"));
    filter.action = QStringLiteral("test.three");
    QCOMPARE(actions(filter), QStringLiteral("three"));
    filter.subject = QStringLiteral("demo-01/s-2");
    QCOMPARE(actions(filter), QString());
    const auto entry = log().newest({}, 1).value().at(0);
    QCOMPARE(entry.role, QStringLiteral("lead"));
    QCOMPARE(entry.at, m_bench->clock.now());
    QCOMPARE(entry.details.value(QStringLiteral("new")).toInt(), 2);
}

/// As a transaction of a server does that took its number before others and ended after them.
void LogTest::sealPending_putsALateEntryBehind()
{
    if (!m_bench->database->gateway().engine().isServer())
        QSKIP("A file has one writer at a time.");
    const QString insert = QStringLiteral("INSERT INTO log (number, at, who, role, action, subject, details) "
                                          "VALUES (%1, 1, 'a', 'r', 'late', '', '{}')");
    require(m_bench->database->gateway().exec(insert.arg(1000)));
    const auto before = seals().size();
    require(m_bench->database->gateway().exec(insert.arg(999)));
    const auto chain = seals();
    QCOMPARE(chain.size(), before + 1);
    QCOMPARE(chain.back().number, 999);
    QCOMPARE(chain.back().hash, sealOf(chain[before - 1].hash, *chain.back().entry));
    QCOMPARE(log().firstUnsealed().value(), std::nullopt);
}

QTEST_GUILESS_MAIN(LogTest)
#include "tst_log.moc"
