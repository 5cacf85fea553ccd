#include "command_line.h"

#include "core/base/safe_file.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace cartwright;
using namespace cartwright::tests;

namespace {

/// Path and hash of every file below a folder.
QStringList contentsOf(const QString& folder)
{
    QStringList lines;
    QDirIterator walk(folder, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (walk.hasNext()) {
        const QString path = walk.next();
        lines.append(path + QLatin1Char(' ') + sha256OfFile(path).value_or(QString()));
    }
    lines.sort();
    return lines;
}

QString sale(const QString& members)
{
    return QStringLiteral(R"({"schema": "cartwright.sale/1", "store_id": "small", "sale_id": "x-1", "revision": 1,
        "entered_at": "2026-03-02T10:00:00.000Z", "exited_at": "2026-03-02T10:01:00.000Z", "shopper_ref": "r", "group_size": 1%1})")
        .arg(members.isEmpty() ? QString() : QStringLiteral(", ") + members);
}

} // namespace

class TestBadInput : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        QCOMPARE(run({QStringLiteral("init"), m_workspace}).code, 0);
        const QString store = m_folder.filePath(QStringLiteral("store"));
        QVERIFY(makeFolder(store).has_value());
        QVERIFY(writeFile(store + QStringLiteral("/store.json"), QByteArray(R"({"schema": "cartwright.store/1", "store_id": "small",
            "name": "Small", "time_zone": "Europe/Stockholm", "currency": "SEK", "prices_include_tax": true,
            "tax_classes": [{"id": "food", "rate": "0.12"}], "receipt_due_minutes": 15,
            "cameras": [{"camera_id": "c1", "name": "One", "width": 640, "height": 360}],
            "bins": [{"bin_id": "B1", "gtin": "96385074", "views": [{"camera_id": "c1", "polygon": [[1,1],[50,1],[50,50]]}]}]})")).has_value());
        QVERIFY(writeFile(store + QStringLiteral("/products.csv"),
                          QByteArray("gtin,name,price_minor,tax_class,unit_weight_g,picture\n96385074,Milk,1290,food,500,\n")).has_value());
        const Ran imported = run({QStringLiteral("store"), QStringLiteral("import"), store, QStringLiteral("--workspace"), m_workspace});
        QVERIFY2(imported.code == 0, imported.all().constData());
    }
    void aBundle_isRefusedWithOneSentence_andNothingElseIsTouched_data()
    {
        QTest::addColumn<QString>("json");
        const QString clip = QStringLiteral(R"("clips": [{"camera_id": "c1", "file": "%1", "starts_at": "2026-03-02T10:00:00Z", "clock_offset_ms": 0, "sha256": "%2"}])");
        const QString hash(64, QLatin1Char('0'));
        QTest::newRow("a path that climbs out") << sale(clip.arg(QStringLiteral("../secret.mp4"), hash));
        QTest::newRow("an absolute path") << sale(clip.arg(QStringLiteral("/etc/passwd"), hash));
        QTest::newRow("a missing clip") << sale(clip.arg(QStringLiteral("clips/none.mp4"), hash));
        QTest::newRow("a symbolic link") << sale(clip.arg(QStringLiteral("clips/link.mp4"), hash));
        QTest::newRow("a wrong hash") << sale(clip.arg(QStringLiteral("clips/list.mp4"), hash));
        QTest::newRow("a playlist named mp4") << sale(clip.arg(QStringLiteral("clips/list.mp4"), sha256Of(m_playlist)));
        QTest::newRow("an unknown schema") << sale({}).replace(QStringLiteral("sale/1"), QStringLiteral("sale/2"));
        QTest::newRow("ten megabytes of nesting") << QStringLiteral("{\"a\":") + QString(5'000'000, QLatin1Char('[')) + QString(5'000'000, QLatin1Char(']')) + QLatin1Char('}');
        QTest::newRow("times that go back") << sale({}).replace(QStringLiteral("10:01:00"), QStringLiteral("09:01:00"));
        QTest::newRow("a negative quantity") << sale(QStringLiteral(R"("cart": [{"gtin": "96385074", "quantity": -1}])"));
        QTest::newRow("a wrong check digit") << sale(QStringLiteral(R"("cart": [{"gtin": "96385075", "quantity": 1}])"));
        QTest::newRow("an unknown bin") << sale(QStringLiteral(R"("events": [{"kind": "take", "at": "2026-03-02T10:00:10Z", "bin_id": "B9", "camera_id": "c1"}])"));
        QTest::newRow("no JSON at all") << QStringLiteral("hello");
    }
    void aBundle_isRefusedWithOneSentence_andNothingElseIsTouched()
    {
        QFETCH(QString, json);
        const QTemporaryDir bundle;
        QVERIFY(makeFolder(bundle.filePath(QStringLiteral("clips"))).has_value());
        QVERIFY(writeFile(bundle.filePath(QStringLiteral("clips/list.mp4")), m_playlist).has_value());
        if (json.contains(QStringLiteral("link.mp4")))
            QVERIFY(QFile::link(QStringLiteral("/etc/passwd"), bundle.filePath(QStringLiteral("clips/link.mp4"))));
        QVERIFY(writeFile(bundle.filePath(QStringLiteral("sale.json")), json.toUtf8()).has_value());
        const auto before = contentsOf(m_workspace);
        const Ran ran = run({QStringLiteral("ingest"), bundle.path(), QStringLiteral("--workspace"), m_workspace});
        QVERIFY2(ran.code == 4, ran.all().constData());
        QVERIFY2(ran.err.count('\n') <= 2, ran.all().constData()); // one sentence, perhaps a line of details to copy
        QCOMPARE(contentsOf(m_workspace), before);
    }
    void revisions_areTakenOnce_andNeverGoBack()
    {
        const QTemporaryDir bundle;
        const auto ingest = [&](int revision) {
            QString json = sale(QStringLiteral(R"("cart": [{"gtin": "96385074", "quantity": %1}])").arg(revision));
            json.replace(QStringLiteral("\"revision\": 1"), QStringLiteral("\"revision\": %1").arg(revision));
            if (!writeFile(bundle.filePath(QStringLiteral("sale.json")), json.toUtf8()))
                return QString();
            const Ran ran = run({QStringLiteral("ingest"), bundle.path(), QStringLiteral("--json"), QStringLiteral("--workspace"), m_workspace});
            return ran.json().value(QStringLiteral("ingested")).toArray().at(0).toObject().value(QStringLiteral("outcome")).toString();
        };
        QCOMPARE(ingest(2), QStringLiteral("new"));
        QCOMPARE(ingest(2), QStringLiteral("same"));
        QCOMPARE(ingest(1), QStringLiteral("older"));
        QCOMPARE(ingest(3), QStringLiteral("replaced"));
    }
    void aSpool_quarantinesTheBadBundle_andGoesOnWithTheNext()
    {
        const QTemporaryDir spool;
        QVERIFY(makeFolder(spool.filePath(QStringLiteral("a-bad"))).has_value());
        QVERIFY(makeFolder(spool.filePath(QStringLiteral("b-good"))).has_value());
        QVERIFY(writeFile(spool.filePath(QStringLiteral("a-bad/sale.json")), QByteArray("{}")).has_value());
        QString json = sale(QStringLiteral(R"("cart": [{"gtin": "96385074", "quantity": 1, "confidence": 0.9}])"));
        QVERIFY(writeFile(spool.filePath(QStringLiteral("b-good/sale.json")), json.replace(QStringLiteral("x-1"), QStringLiteral("x-2")).toUtf8()).has_value());
        const Ran ran = run({QStringLiteral("watch"), spool.path(), QStringLiteral("--once"), QStringLiteral("--json"), QStringLiteral("--workspace"), m_workspace});
        QVERIFY2(ran.code == 7, ran.all().constData());
        QVERIFY(QFileInfo::exists(spool.filePath(QStringLiteral("accepted/b-good/sale.json"))));
        QVERIFY(QFileInfo::exists(spool.filePath(QStringLiteral("quarantine/a-bad/reason.json"))));
    }
    void wrongUsage_saysWhatIsMissing_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<int>("code");
        const QStringList there{QStringLiteral("--workspace"), m_workspace};
        QTest::newRow("no verb") << QStringList{} << 2;
        QTest::newRow("an unknown verb") << QStringList{QStringLiteral("dance")} << 2;
        QTest::newRow("half a verb") << QStringList{QStringLiteral("review")} << 2;
        QTest::newRow("no argument") << QStringList{QStringLiteral("ingest")} + there << 2;
        QTest::newRow("an unknown option") << QStringList{QStringLiteral("queue"), QStringLiteral("--colour")} + there << 2;
        QTest::newRow("a workspace that is none") << QStringList{QStringLiteral("queue"), QStringLiteral("--workspace"), QStringLiteral("/nowhere")} << 3;
        QTest::newRow("an unknown sale") << QStringList{QStringLiteral("review"), QStringLiteral("show"), QStringLiteral("s-99")} + there << 3;
        QTest::newRow("no dataset there") << QStringList{QStringLiteral("dataset"), QStringLiteral("verify"), QStringLiteral("/nowhere")} << 3;
        QTest::newRow("an existing workspace") << QStringList{QStringLiteral("init"), m_workspace} << 4;
    }
    void wrongUsage_saysWhatIsMissing()
    {
        QFETCH(QStringList, arguments);
        QFETCH(int, code);
        const Ran ran = run(arguments);
        QVERIFY2(ran.code == code, ran.all().constData());
        QVERIFY(!ran.err.isEmpty());
        QVERIFY(ran.out.isEmpty());
    }

private:
    const QTemporaryDir m_folder;
    const QString m_workspace = m_folder.filePath(QStringLiteral("shop"));
    const QByteArray m_playlist = "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nfile:///etc/passwd\n";
};

QTEST_GUILESS_MAIN(TestBadInput)
#include "tst_bad_input.moc"
