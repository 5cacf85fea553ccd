#include "core/domain/gtin.h"

#include <QTest>

using namespace cartwright;

class TestGtin : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void parse_padsToFourteenDigits_data()
    {
        QTest::addColumn<QString>("digits");
        QTest::addColumn<QString>("stored");
        // Worked examples of the check digit: GS1 General Specifications, 7.9.1.
        QTest::newRow("GTIN-8") << "96385074" << "00000096385074";
        QTest::newRow("GTIN-12") << "614141000036" << "00614141000036";
        QTest::newRow("GTIN-13") << "6291041500213" << "06291041500213";
        QTest::newRow("GTIN-14") << "10614141000415" << "10614141000415";
    }
    void parse_padsToFourteenDigits()
    {
        QFETCH(QString, digits);
        QFETCH(QString, stored);
        const auto gtin = Gtin::parse(digits);
        QVERIFY2(gtin.has_value(), gtin ? "" : qPrintable(gtin.error().sentence));
        QCOMPARE(gtin->digits(), stored);
    }
    void parse_treatsPaddedFormsAsTheSameProduct()
    {
        QCOMPARE(*Gtin::parse(QStringLiteral("614141000036")), *Gtin::parse(QStringLiteral("0614141000036")));
    }
    void parse_refuses_data()
    {
        QTest::addColumn<QString>("digits");
        QTest::addColumn<QString>("piece");
        QTest::newRow("wrong check digit") << "6291041500214" << "end in 3";
        QTest::newRow("a letter") << "629104150021X" << "digits";
        QTest::newRow("eleven digits") << "61414100003" << "8, 12, 13 or 14";
        QTest::newRow("empty") << "" << "8, 12, 13 or 14";
        QTest::newRow("other scripts' digits") << QString::fromUtf8("٩٦٣٨٥٠٧٤") << "8, 12, 13 or 14";
    }
    void parse_refuses()
    {
        QFETCH(QString, digits);
        QFETCH(QString, piece);
        const auto gtin = Gtin::parse(digits);
        QVERIFY(!gtin);
        QVERIFY2(gtin.error().sentence.contains(piece), qPrintable(gtin.error().sentence));
    }
    void parse_findsEverySingleWrongDigit()
    {
        const QString good = QStringLiteral("10614141000415");
        for (qsizetype i = 0; i < good.size(); ++i)
            for (char digit = '0'; digit <= '9'; ++digit) {
                QString changed = good;
                changed[i] = QLatin1Char(digit);
                QCOMPARE(Gtin::parse(changed).has_value(), changed == good);
            }
    }
};

QTEST_GUILESS_MAIN(TestGtin)
#include "tst_gtin.moc"
