#include "core/base/clock.h"
#include "core/base/time.h"

#include <QTest>

using namespace cartwright;

class TestTime : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void parse_readsRfc3339_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<qint64>("expected");
        QTest::newRow("milliseconds") << "2026-03-02T10:15:04.120Z" << qint64(1'772'446'504'120'000);
        QTest::newRow("no fraction") << "1970-01-01T00:00:01Z" << qint64(1'000'000);
        QTest::newRow("nanoseconds are cut") << "1970-01-01T00:00:00.123456789Z" << qint64(123'456);
        QTest::newRow("an offset is taken off") << "1970-01-01T02:00:00+02:00" << qint64(0);
        QTest::newRow("before 1970") << "1969-12-31T23:59:59.500Z" << qint64(-500'000);
        QTest::newRow("leap day") << "2024-02-29T00:00:00Z" << qint64(1'709'164'800'000'000);
    }
    void parse_readsRfc3339()
    {
        QFETCH(QString, text);
        QFETCH(qint64, expected);
        const auto time = parseUtc(text);
        QVERIFY2(time.has_value(), time ? "" : qPrintable(time.error().sentence));
        QCOMPARE(qint64(*time), expected);
    }
    void parse_refusesWhatIsNoTime_data()
    {
        QTest::addColumn<QString>("text");
        for (const char* text : {"", "yesterday", "2026-03-02", "2026-03-02T10:15:04", "2026-02-30T10:15:04Z",
                                 "2026-03-02T25:15:04Z", "2026-03-02 10:15:04Z", "2026-03-02T10:15:04.Z"})
            QTest::newRow(text) << QString::fromLatin1(text);
    }
    void parse_refusesWhatIsNoTime()
    {
        QFETCH(QString, text);
        const auto time = parseUtc(text);
        QVERIFY(!time);
        QCOMPARE(time.error().kind, ErrorKind::Refused);
    }
    void format_isReadBackTheSame_forManyTimes()
    {
        for (qint64 time = -1'000'000'000; time < 2'000'000'000'000'000; time = time * 3 / 2 + 1'000'000'007)
            QCOMPARE(qint64(parseUtc(formatUtc(time)).value_or(-1)), time);
    }
    void fakeClock_standsStillUntilMoved()
    {
        FakeClock clock(5);
        QCOMPARE(clock.now(), UtcMicroseconds(5));
        clock.advance(10);
        QCOMPARE(clock.now(), UtcMicroseconds(15));
    }
};

QTEST_GUILESS_MAIN(TestTime)
#include "tst_time.moc"
