#include "core/feed/csv.h"

#include <QtTest>

using namespace cartwright;
using namespace cartwright::feed;

namespace {

/// All records, fields joined by '|', each with its line: "1:a|b".
Result<QStringList> readAll(const QByteArray& bytes)
{
    CsvReader reader(bytes, QStringLiteral("list.csv"));
    QStringList records;
    for (;;) {
        const auto record = reader.next();
        if (!record)
            return failure(record.error());
        if (!*record)
            return records;
        records.append(QString::number((*record)->line) + QLatin1Char(':') + (*record)->fields.join(QLatin1Char('|')));
    }
}

} // namespace

class CsvTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void records_areRead_inEveryForm_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("records");
        QTest::newRow("plain") << QByteArray("a,b\nc,d\n") << QStringLiteral("1:a|b 2:c|d");
        QTest::newRow("no last line end") << QByteArray("a,b\nc,d") << QStringLiteral("1:a|b 2:c|d");
        QTest::newRow("CRLF") << QByteArray("a,b\r\nc,d\r\n") << QStringLiteral("1:a|b 2:c|d");
        QTest::newRow("byte order mark") << QByteArray("\xEF\xBB\xBF" "a,b\n") << QStringLiteral("1:a|b");
        QTest::newRow("empty fields") << QByteArray("a,,\n,\n") << QStringLiteral("1:a|| 2:|");
        QTest::newRow("empty lines") << QByteArray("\n\r\na\n\n\nb\n") << QStringLiteral("3:a 6:b");
        QTest::newRow("quoted comma") << QByteArray("\"a,b\",c\n") << QStringLiteral("1:a,b|c");
        QTest::newRow("doubled quote") << QByteArray("\"a\"\"b\"\n") << QStringLiteral("1:a\"b");
        QTest::newRow("empty quoted") << QByteArray("\"\",x\n") << QStringLiteral("1:|x");
        QTest::newRow("line end inside quotes") << QByteArray("\"a\nb\",c\nd\n") << QStringLiteral("1:a\nb|c 3:d");
        QTest::newRow("other letters") << QByteArray("Comt\xC3\xA9\n") << QString::fromUtf8("1:Comt\xC3\xA9");
        QTest::newRow("lone carriage return") << QByteArray("a\rb\n") << QStringLiteral("1:a\rb");
        QTest::newRow("nothing") << QByteArray() << QString();
    }
    void records_areRead_inEveryForm()
    {
        QFETCH(QByteArray, bytes);
        const auto records = readAll(bytes);
        QVERIFY(records.has_value());
        QTEST(records->join(QLatin1Char(' ')), "records");
    }

    void records_areRefused_withTheirLine_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("open quote") << QByteArray("a\nb,\"c\nd\n")
                                    << QStringLiteral("list.csv line 2: a quote is opened and never closed.");
        QTest::newRow("text after a quote") << QByteArray("a\n\"b\"c\n") << QStringLiteral("list.csv line 2: text follows");
        QTest::newRow("quote in a field") << QByteArray("a\nb\"c\n") << QStringLiteral("list.csv line 2: a field with a quote");
        QTest::newRow("no UTF-8") << QByteArray("a\n\nb\xE9\n") << QStringLiteral("list.csv line 3: bytes that are no UTF-8");
        QTest::newRow("NUL") << QByteArray("a\nb\0c\n", 6) << QStringLiteral("list.csv line 2: a NUL");
        QTest::newRow("many fields") << QByteArray(100, ',') << QStringLiteral("list.csv line 1: more than 64 fields");
    }
    void records_areRefused_withTheirLine()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, sentence);
        const auto records = readAll(bytes);
        QVERIFY(!records);
        QCOMPARE(records.error().kind, ErrorKind::Refused);
        QVERIFY2(records.error().sentence.startsWith(sentence), qPrintable(records.error().sentence));
    }
};

QTEST_GUILESS_MAIN(CsvTest)
#include "tst_csv.moc"
