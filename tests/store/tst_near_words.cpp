#include "core/store/near_words.h"

#include <QTest>

#include <random>

using namespace cartwright::store;

namespace {

/// One of the errors that hands make, at random.
QString mistyped(QString word, std::mt19937& random)
{
    const auto below = [&](qsizetype end) { return std::uniform_int_distribution<qsizetype>(0, end - 1)(random); };
    const QChar letter(static_cast<char16_t>(u'a' + below(26)));
    switch (below(4)) {
    case 0:
        return word.remove(below(word.size()), 1);
    case 1:
        return word.insert(below(word.size() + 1), letter);
    case 2:
        return word.replace(below(word.size()), 1, letter);
    default: {
        const qsizetype at = below(word.size() - 1);
        const QChar one = word[at];
        word[at] = word[at + 1];
        word[at + 1] = one;
        return word;
    }
    }
}

} // namespace

class NearWordsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void terms_areFoldedWordsWithoutDigits()
    {
        QCOMPARE(termsOf(QStringLiteral("Coca-Cola 33cl, Comt\u00e9 d'or COCA")),
                 (QStringList{QStringLiteral("coca"), QStringLiteral("cola"), QStringLiteral("comte")}));
    }
    void errors_areCounted_data()
    {
        QTest::addColumn<QString>("other");
        QTest::addColumn<int>("errors");
        QTest::newRow("none") << QStringLiteral("chocolate") << 0;
        QTest::newRow("swapped") << QStringLiteral("chocoalte") << 1;
        QTest::newRow("left out") << QStringLiteral("choclate") << 1;
        QTest::newRow("two") << QStringLiteral("xchocolat") << 2;
        QTest::newRow("too many") << QStringLiteral("chcxlote") << 3;
        QTest::newRow("nothing in common") << QStringLiteral("qqq") << 3;
    }
    void errors_areCounted()
    {
        QFETCH(QString, other);
        QFETCH(int, errors);
        QCOMPARE(typingErrors(QStringLiteral("chocolate"), other, 2), errors);
        QCOMPARE(typingErrors(other, QStringLiteral("chocolate"), 2), errors);
    }
    void errorsToABeginning_doNotCountWhatIsStillToBeTyped()
    {
        QCOMPARE(typingErrorsToBeginning(QStringLiteral("choc"), QStringLiteral("chocolate"), 2), 0);
        QCOMPARE(typingErrorsToBeginning(QStringLiteral("chcool"), QStringLiteral("chocolate"), 2), 1);
        QCOMPARE(typingErrorsToBeginning(QStringLiteral("zzz"), QStringLiteral("chocolate"), 2), 3);
    }
    /// What the index rests on: no word that is near enough is missed.
    void keys_areInCommon_whereWordsAreNear()
    {
        std::mt19937 random(11);
        for (int round = 0; round < 20'000; ++round) {
            QString word;
            for (int letters = 4 + round % 12; letters > 0; --letters)
                word.append(QChar(static_cast<char16_t>(u'a' + random() % 4)));
            QString typed = mistyped(word, random);
            if (round % 2 == 1)
                typed = mistyped(typed, random);
            const int forgiven = forgivenErrors(typed);
            if (forgiven == 0 || word.size() < 3 || typingErrors(typed, word, forgiven) > forgiven)
                continue;
            const QStringList keys = nearKeys(word);
            const QStringList sought = nearKeys(typed);
            const bool common = std::any_of(sought.begin(), sought.end(), [&](const QString& key) { return keys.contains(key); });
            QVERIFY2(common, qPrintable(word + QLatin1Char(' ') + typed));
        }
    }
};

QTEST_GUILESS_MAIN(NearWordsTest)
#include "tst_near_words.moc"
