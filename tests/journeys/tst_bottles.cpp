#include "command_line.h"

#include "core/base/safe_file.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

using namespace cartwright;
using namespace cartwright::tests;

/// The main job on real input: hands that take and return bottles, with known truth.
class TestBottles : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        if (!QFileInfo::exists(m_data))
            QSKIP("The real clips of the bottle shelf are not on this machine.");
    }
    void events_areFoundAndCartsAreExact()
    {
        const Ran ran = run({QStringLiteral("bench"), QStringLiteral("events"), m_data, QStringLiteral("--truth"),
                             m_data + QStringLiteral("/truth.json"), QStringLiteral("--json")});
        QVERIFY2(ran.code == 0, ran.all().constData());
        QCOMPARE(ran.json().value(QStringLiteral("matched")).toInt(), 18);
        QCOMPARE(ran.json().value(QStringLiteral("missed")).toInt(), 0);
        QCOMPARE(ran.json().value(QStringLiteral("invented")).toInt(), 0);
        QCOMPARE(ran.json().value(QStringLiteral("carts_exact")).toInt(), 4);
        QCOMPARE(ran.json().value(QStringLiteral("sales")).toInt(), 4);
    }
    void oneSale_goesAllTheWay()
    {
        const QTemporaryDir folder;
        const QString workspace = folder.filePath(QStringLiteral("shop"));
        const QStringList there{QStringLiteral("--workspace"), workspace, QStringLiteral("--json")};
        QCOMPARE(run({QStringLiteral("init"), workspace}).code, 0);
        QCOMPARE(run(QStringList{QStringLiteral("store"), QStringLiteral("import"), m_data + QStringLiteral("/store")} + there).code, 0);
        const Ran ingested = run(QStringList{QStringLiteral("ingest"), m_data + QStringLiteral("/sales/bottles-3")} + there);
        QVERIFY2(ingested.code == 0, ingested.all().constData());
        QVERIFY(QFileInfo::exists(workspace + QStringLiteral("/outbox/bottles/bottles-3/receipt-v1.json")));

        const Ran shown = run(QStringList{QStringLiteral("review"), QStringLiteral("show"), QStringLiteral("bottles-3")} + there);
        const auto cart = shown.json().value(QStringLiteral("predicted_cart")).toArray();
        QCOMPARE(cart.size(), 1);
        QCOMPARE(cart[0].toObject().value(QStringLiteral("quantity")).toInt(), 2);

        // The reviewer decides that the last take was none.
        const auto events = shown.json().value(QStringLiteral("events")).toArray();
        const QString last = events.last().toObject().value(QStringLiteral("event_id")).toString();
        const QString corrections = folder.filePath(QStringLiteral("c.json"));
        QVERIFY(writeFile(corrections, QStringLiteral(R"({"edits": [{"kind": "choose_action", "event_id": "%1", "action": "none",
            "evidence": {"camera_id": "shelf-1", "clip_timestamp_us": 17500000}}]})").arg(last).toUtf8()).has_value());
        const Ran applied = run(QStringList{QStringLiteral("review"), QStringLiteral("apply"), QStringLiteral("bottles-3"),
                                            QStringLiteral("--corrections"), corrections} + there);
        QVERIFY2(applied.code == 0, applied.all().constData());
        QCOMPARE(applied.json().value(QStringLiteral("receipt_version")).toInt(), 2);
        QCOMPARE(applied.json().value(QStringLiteral("verdict")).toObject().value(QStringLiteral("outcome")).toString(),
                 QStringLiteral("corrected"));
        QVERIFY(QFileInfo::exists(workspace + QStringLiteral("/outbox/bottles/bottles-3/receipt-v2.json")));
        // A verdict is final.
        QCOMPARE(run(QStringList{QStringLiteral("review"), QStringLiteral("apply"), QStringLiteral("bottles-3"), QStringLiteral("--confirm")} + there).code, 4);

        const QString dataset = folder.filePath(QStringLiteral("v1"));
        const Ran created = run(QStringList{QStringLiteral("dataset"), QStringLiteral("create"), dataset, QStringLiteral("--keep-duplicates")} + there);
        QVERIFY2(created.code == 0, created.all().constData());
        QCOMPARE(created.json().value(QStringLiteral("labels")).toInt(), 9); // three events stand, three frames each
        QCOMPARE(run({QStringLiteral("dataset"), QStringLiteral("verify"), dataset}).code, 0);
        const Ran again = run(QStringList{QStringLiteral("dataset"), QStringLiteral("create"), folder.filePath(QStringLiteral("v2")), QStringLiteral("--keep-duplicates")} + there);
        QCOMPARE(again.json().value(QStringLiteral("content_hash")), created.json().value(QStringLiteral("content_hash")));

        const Ran measured = run(QStringList{QStringLiteral("measures")} + there);
        const auto reviews = measured.json().value(QStringLiteral("reviews_per_1000")).toObject();
        QCOMPARE(reviews.value(QStringLiteral("reviews")).toInt(), 1);
        QCOMPARE(reviews.value(QStringLiteral("sales")).toInt(), 1);
        QVERIFY(measured.json().value(QStringLiteral("wrong_receipt_rate")).toObject().value(QStringLiteral("value")).isNull());
    }

private:
    const QString m_data = QStringLiteral(CARTWRIGHT_TEST_DATA "/shelf-bottles");
};

QTEST_GUILESS_MAIN(TestBottles)
#include "tst_bottles.moc"
