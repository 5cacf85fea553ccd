#include "core/store/copy_repository.h"
#include "core/store/gateway.h"
#include "tests/store/samples.h"

#include <QtTest>

using namespace cartwright;
using namespace cartwright::store;
using namespace cartwright::store::samples;

class CopiesTest : public QObject
{
    Q_OBJECT

    static ReviewCopy copyOf(std::size_t position, ReviewCopy::Part part = ReviewCopy::Part::Whole)
    {
        ReviewCopy copy;
        copy.position = position;
        copy.part = part;
        copy.file = QStringLiteral("demo-01/s-1/r1/copies/%1.mp4").arg(position);
        copy.sha256 = QString(64, QLatin1Char('a'));
        copy.bytes = 4711;
        copy.masking = QStringLiteral("people");
        copy.frames = 300;
        copy.maskedFrames = 20;
        copy.maskedShare = 0.125;
        copy.clipStart = 66'667;
        copy.originalWidth = 1920;
        copy.originalHeight = 1080;
        return copy;
    }

private Q_SLOTS:
    void copies_areRead_asTheyWereSaved_theLatestOfEachPart()
    {
        Bench bench;
        bench.queue(QStringLiteral("s-1"));
        const SaleKey key = keyOf(QStringLiteral("s-1"));
        CopyRepository copies(*bench.database);
        QVERIFY(copies.ofSale(key, 1).value().empty());
        ReviewCopy failed;
        failed.trouble = QStringLiteral("The clip is refused: it is empty.");
        VERIFY_OK(copies.save(key, 1, failed));
        VERIFY_OK(copies.save(key, 1, copyOf(0, ReviewCopy::Part::Decisive)));
        VERIFY_OK(copies.save(key, 1, copyOf(0)));
        auto read = copies.ofSale(key, 1).value();
        QCOMPARE(read.size(), std::size_t{2});
        QVERIFY(read[0].madeAt > 0);
        for (auto& copy : read)
            copy.madeAt = 0;
        QCOMPARE(read[0], copyOf(0, ReviewCopy::Part::Decisive));
        QCOMPARE(read[1], copyOf(0));
        QVERIFY(copies.ofSale(key, 2).value().empty());
        VERIFY_ERROR(copies.save(key, 1, copyOf(99)), ErrorKind::NotFound);
        VERIFY_ERROR(copies.save(keyOf(QStringLiteral("none")), 1, copyOf(0)), ErrorKind::NotFound);
    }

    void salesWithout_areThoseThatWaitAndLackAWhole()
    {
        Bench bench;
        bench.queue(QStringLiteral("s-1"));
        bench.queue(QStringLiteral("s-2"));
        CopyRepository copies(*bench.database);
        QCOMPARE(copies.salesWithout(10).value().size(), std::size_t{2});
        QCOMPARE(copies.salesWithout(1).value().size(), std::size_t{1});
        const SaleKey key = keyOf(QStringLiteral("s-1"));
        VERIFY_OK(copies.save(key, 1, copyOf(0, ReviewCopy::Part::Decisive)));
        QCOMPARE(copies.salesWithout(10).value().size(), std::size_t{2});
        const std::size_t clips = sampleSale(QStringLiteral("s-1")).clips.size();
        for (std::size_t i = 0; i < clips; ++i)
            VERIFY_OK(copies.save(key, 1, copyOf(i)));
        QCOMPARE(copies.salesWithout(10).value(), std::vector<SaleKey>{keyOf(QStringLiteral("s-2"))});
    }

    void aCopysFact_isNeverChanged()
    {
        Bench bench;
        bench.queue(QStringLiteral("s-1"));
        VERIFY_OK(CopyRepository(*bench.database).save(keyOf(QStringLiteral("s-1")), 1, copyOf(0)));
        QVERIFY(!bench.database->gateway().exec(QStringLiteral("UPDATE review_copy SET sha256 = 'b'")));
        QVERIFY(!CopyRepository(*bench.database).save(keyOf(QStringLiteral("s-1")), 1, [] {
            ReviewCopy half = copyOf(0);
            half.sha256.clear(); // a file without its hash
            return half;
        }()));
    }
};

QTEST_GUILESS_MAIN(CopiesTest)
#include "tst_copies.moc"
