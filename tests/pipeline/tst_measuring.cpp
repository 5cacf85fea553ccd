#include "core/pipeline/measuring.h"
#include "core/store/gateway.h"
#include "core/store/measure_repository.h"
#include "tests/store/samples.h"

#include <random>

using namespace cartwright;
using namespace cartwright::store;
using namespace cartwright::store::samples;

namespace {

constexpr int lifetime = 260;
constexpr int daysLong = 5;
const QString other = QStringLiteral("other-02");

/// Does to a workspace what feeds, pipeline and reviewers do, at random.
class Life
{
public:
    Life(Bench& bench, unsigned seed) : m_bench(bench), m_random(seed)
    {
        require(StoreRepository(*bench.database).save(demoStore(other), {}));
    }

    void live()
    {
        m_bench.clock.advance(below(40) * second);
        switch (below(8)) {
        case 0:
        case 1:
        case 2:
            bring(m_sales.size() < 5 || below(3) > 0 ? -1 : below(static_cast<int>(m_sales.size())));
            break;
        case 3:
        case 4:
            review();
            break;
        case 5:
            request();
            break;
        case 6:
            if (below(4) == 0)
                require(MeasureRepository(*m_bench.database).catchUp());
            break;
        default:
            claimAndLeave();
        }
    }
    int below(int end) { return std::uniform_int_distribution<int>(0, end - 1)(m_random); }

    UtcMicroseconds moment() { return morning + below(daysLong * 24 * 60) * minute + below(60) * second; }

private:
    /// A new sale, or a higher revision of one that is there, that may have ended on another day.
    void bring(int number)
    {
        if (number < 0) {
            number = static_cast<int>(m_sales.size());
            m_sales.push_back({keyOf(QStringLiteral("s-%1").arg(number), below(3) == 0 ? other : QStringLiteral("demo-01")), 0});
        }
        auto& [key, revision] = m_sales[static_cast<std::size_t>(number)];
        Sale sale = sampleSale(key.saleId, ++revision);
        sale.key = key;
        sale.exitedAt = moment();
        sale.enteredAt = sale.exitedAt - minute;
        SaleRepository sales(*m_bench.database);
        require(sales.addRevision(sale, key.saleId.toUtf8() + QByteArray::number(revision)));
        if (below(8) == 0)
            return; // not decided yet
        require(sales.savePrediction(key, samplePrediction(revision)));
        Decision decision{.flags = {}, .receipt = std::nullopt, .dueAt = sale.exitedAt + below(40) * minute};
        static const std::vector<FlagRule> rules{FlagRule::UncertainProduct, FlagRule::SensorsDisagree, FlagRule::CartValue};
        for (const FlagRule rule : rules)
            for (int times = below(7) == 0 ? 2 : below(4) == 0; times > 0; --times)
                decision.flags.push_back({rule, 0.5, 0.9, {}});
        const bool isFlagged = !decision.flags.empty();
        if (below(4) == 0)
            decision.flags.push_back({FlagRule::AuditSample, 0.01, 0.02, {}});
        if (!isFlagged) {
            decision.receipt = sampleReceipt(key.saleId, revision);
            decision.receipt->key = key;
            decision.receipt->issuedAt = sale.exitedAt + below(40) * minute;
        }
        require(sales.saveDecision(key, revision, decision));
    }
    void review()
    {
        QueueRepository queue(*m_bench.database);
        const auto lease = queue.claimNext(QStringLiteral("ada"), minute);
        require(lease);
        if (!*lease)
            return;
        Submission submission = corrected((*lease)->key.saleId);
        submission.receipt.reset();
        submission.verdict.openedAt = below(10) == 0 ? 0 : m_bench.clock.now();
        submission.verdict.decidedAt = m_bench.clock.now() + below(90) * second + below(1'000'000);
        const int kind = below(6);
        submission.verdict.outcome = kind == 0   ? VerdictOutcome::Unresolvable
                                     : kind == 1 ? VerdictOutcome::Confirmed
                                                 : VerdictOutcome::Corrected;
        if (kind < 4)
            submission.verdict.cart = samplePrediction().cart;
        if (below(6) == 0)
            require(queue.escalate(**lease, submission.verdict));
        else
            require(queue.submit(**lease, submission));
    }
    void request()
    {
        if (!m_sales.empty()) // refused where the sale is not closed or was decided
            static_cast<void>(QueueRepository(*m_bench.database)
                                  .request(m_sales[static_cast<std::size_t>(below(static_cast<int>(m_sales.size())))].first,
                                           QStringLiteral("eve")));
    }
    void claimAndLeave() { require(QueueRepository(*m_bench.database).claimNext(QStringLiteral("bob"), second)); }

    Bench& m_bench;
    std::mt19937 m_random;
    std::vector<std::pair<SaleKey, int>> m_sales;
};

QString textOf(const measures::Share& share) { return QStringLiteral("%1/%2").arg(share.numerator).arg(share.denominator); }

/// All that figures say, so that a difference can be read.
QString textOf(const measures::Figures& figures)
{
    QString text = QStringLiteral("%1 %2 reviews %3 audits %4 flagged %5 wrong %6 right %7 in time %8 handled %9 ")
                       .arg(figures.from.value_or(-1)).arg(figures.until.value_or(-1))
                       .arg(textOf(figures.reviews)).arg(figures.auditReviews)
                       .arg(textOf(figures.flagged), textOf(figures.wrongReceipts), textOf(figures.predictionRight),
                            textOf(figures.inTime)).arg(figures.handled);
    text += QString::number(figures.medianHandlingSeconds.value_or(-1), 'g', 17);
    for (const auto& reason : figures.reasons)
        text += QStringLiteral("; %1: %2 %3 %4").arg(static_cast<int>(reason.rule)).arg(reason.flagged)
                    .arg(reason.reviewed).arg(reason.falseFlags);
    return text;
}

QString textOf(const std::vector<measures::Day>& days)
{
    QString text;
    for (const auto& day : days)
        text += QString::number(day.start) + QLatin1Char(' ') + textOf(day.figures) + QLatin1Char('\n');
    return text;
}

} // namespace

class MeasuringTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void figures_areThoseOfTheFacts_whateverHappened_data()
    {
        QTest::addColumn<unsigned>("seed");
        for (const unsigned seed : {1U, 2U, 3U})
            QTest::newRow(qPrintable(QStringLiteral("life %1").arg(seed))) << seed;
    }
    void figures_areThoseOfTheFacts_whateverHappened();
    void recount_givesTheSameFigures();
    void wrongDays_namesACountThatWasTamperedWith();
    void reader_countsWhatWasNoted_whereItIsMuch();
    void measure_ofNothing_isEmpty();

private:
    static void live(Bench& bench, Life& life, int rounds)
    {
        auto transaction = Transaction::begin(*bench.database); // one, because each waits for the disk
        require(transaction);
        for (int round = 0; round < rounds; ++round)
            life.live();
        require(transaction->commit());
    }
    /// Compares what is kept with what the facts say, in a window of a store.
    static void compare(Database& database, std::optional<UtcMicroseconds> from, std::optional<UtcMicroseconds> until,
                        const QString& storeId)
    {
        const auto measured = pipeline::measure(database, from, until, storeId);
        VERIFY_OK(measured);
        const auto facts = pipeline::measureFacts(database, from, until, storeId);
        VERIFY_OK(facts);
        QCOMPARE(textOf(measures::figuresOfTallies(measured->days, measured->from, measured->until)),
                 textOf(measures::figuresOf(*facts, from, until)));
        QCOMPARE(textOf(measures::dayFiguresOf(measured->days)), textOf(measures::figuresByDay(*facts)));
    }
};

void MeasuringTest::figures_areThoseOfTheFacts_whateverHappened()
{
    QFETCH(unsigned, seed);
    Bench bench;
    Life life(bench, seed);
    for (int round = 0; round < lifetime; round += 20) {
        live(bench, life, 20);
        compare(*bench.database, {}, {}, {});
        const UtcMicroseconds one = life.moment();
        const UtcMicroseconds two = life.moment();
        const std::vector<QString> scopes{{}, QStringLiteral("demo-01"), other};
        const QString scope = scopes[static_cast<std::size_t>(life.below(3))];
        compare(*bench.database, std::min(one, two), std::max(one, two) + 1, scope);
        compare(*bench.database, dayOf(std::min(one, two)), dayOf(std::max(one, two)) + dayLength, scope);
        compare(*bench.database, one, {}, scope);
        if (QTest::currentTestFailed())
            return;
    }
    QVERIFY(MeasureRepository(*bench.database).wrongDays().value().isEmpty());
}

void MeasuringTest::recount_givesTheSameFigures()
{
    Bench bench;
    Life life(bench, 7);
    live(bench, life, 80);
    MeasureRepository counts(*bench.database);
    VERIFY_OK(counts.catchUp());
    QCOMPARE(counts.catchUp().value(), 0);
    VERIFY_OK(counts.recount());
    QVERIFY(counts.catchUp().value() > 10);
    compare(*bench.database, {}, {}, {});
    QVERIFY(counts.wrongDays().value().isEmpty());
}

void MeasuringTest::wrongDays_namesACountThatWasTamperedWith()
{
    Bench bench;
    bench.queue(QStringLiteral("s-1"));
    MeasureRepository counts(*bench.database);
    VERIFY_OK(counts.catchUp());
    QVERIFY(counts.wrongDays().value().isEmpty());
    require(bench.database->gateway().exec(
        QStringLiteral("UPDATE measure_day SET kinds = '64:7' WHERE scope = 'demo-01'")));
    QCOMPARE(counts.wrongDays().value(), QStringList{QStringLiteral("demo-01 2026-03-02")});
    VERIFY_OK(counts.recount());
    QVERIFY(counts.catchUp().value() > 0);
    QVERIFY(counts.wrongDays().value().isEmpty());
}

void MeasuringTest::reader_countsWhatWasNoted_whereItIsMuch()
{
    Bench bench;
    for (int i = 0; i < 100; ++i)
        bench.queue(QStringLiteral("s-%1").arg(i));
    MeasureRepository counts(*bench.database);
    VERIFY_OK(counts.days({}, {}));
    QCOMPARE(counts.catchUp().value(), 0); // nothing was left to count
}

void MeasuringTest::measure_ofNothing_isEmpty()
{
    Bench bench;
    const auto measured = pipeline::measure(*bench.database);
    VERIFY_OK(measured);
    QVERIFY(measured->days.empty() && !measured->from && !measured->until);
    QVERIFY(measures::dayFiguresOf(measured->days).empty());
}

QTEST_GUILESS_MAIN(MeasuringTest)
#include "tst_measuring.moc"
