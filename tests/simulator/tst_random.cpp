#include "core/simulator/random.h"

#include <QtTest>

#include <cmath>

using cartwright::simulator::Random;

class TestRandom : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void numbers_areTheOnesOfThePaper()
    {
        // The first outputs of SplitMix64 for state 0, as in the reference implementation.
        Random random(0);
        QCOMPARE(random.next(), 0xE220A8397B1DCDAFu);
        QCOMPARE(random.next(), 0x6E789E6AA1B965F4u);
        QCOMPARE(random.next(), 0x06C45D188009454Fu);
    }

    void below_coversItsRangeEvenly()
    {
        Random random(7);
        std::array<int, 6> counts{};
        for (int i = 0; i < 60'000; ++i)
            ++counts[static_cast<std::size_t>(random.below(6))];
        for (const int count : counts)
            QVERIFY2(std::abs(count - 10'000) < 400, qPrintable(QString::number(count)));
    }

    void bell_hasMeanZeroAndDeviationOne()
    {
        Random random(9);
        double sum = 0, squares = 0;
        constexpr int n = 100'000;
        for (int i = 0; i < n; ++i) {
            const double value = random.bell();
            QVERIFY(std::abs(value) < 3.5);
            sum += value;
            squares += value * value;
        }
        QVERIFY(std::abs(sum / n) < 0.02);
        QVERIFY(std::abs(std::sqrt(squares / n) - 1) < 0.02);
    }

    void forks_doNotDependOnDrawsOfTheOther()
    {
        const Random parent(3);
        Random first = parent.fork(1);
        first.next();
        Random second = parent.fork(2);
        Random again = Random(3).fork(2);
        QCOMPARE(second.next(), again.next());
        QVERIFY(parent.fork(1).next() != parent.fork(2).next());
    }
};

QTEST_GUILESS_MAIN(TestRandom)
#include "tst_random.moc"
