#include "feed_fixture.h"

#include <archive.h>
#include <archive_entry.h>

#include <thread>

using namespace feedtest;
using Added = store::SaleRepository::Added;

namespace {

/// Packs a folder into a tar, as a store would with the tool of its system.
void pack(const QString& folder, const QString& tar)
{
    archive* out = ::archive_write_new();
    ::archive_write_set_format_pax_restricted(out);
    ::archive_write_open_filename(out, QFile::encodeName(tar).constData());
    for (const auto& name : snapshot(folder).keys()) {
        const QFileInfo info(folder + QLatin1Char('/') + name);
        if (!info.isFile())
            continue;
        const QByteArray bytes = bytesOf(info.filePath());
        archive_entry* entry = ::archive_entry_new();
        ::archive_entry_set_pathname(entry, QFile::encodeName(name).constData());
        ::archive_entry_set_size(entry, bytes.size());
        ::archive_entry_set_filetype(entry, AE_IFREG);
        ::archive_entry_set_perm(entry, 0644);
        ::archive_write_header(out, entry);
        ::archive_write_data(out, bytes.constData(), static_cast<std::size_t>(bytes.size()));
        ::archive_entry_free(entry);
    }
    ::archive_write_close(out);
    ::archive_write_free(out);
}

QByteArray revision(int number) { return saleJson({"\"revision\": 1", "\"revision\": " + QByteArray::number(number)}); }

} // namespace

class IngestTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sale_isStoredWithItsFiles()
    {
        const Place place;
        place.importStore();
        putBundle(place.path(text("bundle")));
        const auto bundleBefore = snapshot(place.path(text("bundle")));
        const auto ingested = place.ingest(text("bundle"));
        QVERIFY2(ingested.has_value(), ingested ? "" : qPrintable(ingested.error().sentence));
        QCOMPARE(ingested->outcome, Added::New);
        const auto open = place.database();
        const auto sale = store::SaleRepository(*open).load({text("demo"), text("s-1")});
        QVERIFY(sale.has_value());
        QCOMPARE(sale->clips[0].file, text("demo/s-1/r1/shelf-1.mp4"));
        QCOMPARE(sale->series[0].file, text("demo/s-1/r1/P1.series-1.csv"));
        QCOMPARE(bytesOf(place.media(sale->clips[0].file)), clipBytes());
        QCOMPARE(bytesOf(place.media(sale->series[0].file)), QByteArray("-512\n-511\n"));
        QCOMPARE(sale->events.size(), std::size_t{5});
        QCOMPARE(snapshot(place.path(text("bundle"))), bundleBefore);
    }

    void sameAgain_changesNothing_evenWhereItsClipIsGone()
    {
        const Place place;
        place.importStore();
        putBundle(place.path(text("bundle")));
        QVERIFY(place.ingest(text("bundle")).has_value());
        const auto before = place.state();
        for (int i = 0; i < 2; ++i) {
            const auto again = place.ingest(text("bundle"));
            QVERIFY(again.has_value());
            QCOMPARE(again->outcome, Added::Same);
            QCOMPARE(place.state(), before);
            QFile::remove(place.path(text("bundle/clips/shelf-1.mp4")));
        }
    }

    void sameRevision_withOtherContent_isRefused()
    {
        const Place place;
        place.importStore();
        putBundle(place.path(text("bundle")));
        QVERIFY(place.ingest(text("bundle")).has_value());
        const auto before = place.state();
        putBundle(place.path(text("bundle")), saleJson({"0.83", "0.84"}));
        QVERIFY(failsWith(place.ingest(text("bundle")), ErrorKind::Refused, text("is here already with another content")));
        QCOMPARE(place.state(), before);
    }

    void higherRevision_replaces_andALowerOneAfterItChangesNothing()
    {
        const Place place;
        place.importStore();
        for (int number : {1, 3}) {
            putBundle(place.path(text("r%1").arg(number)), revision(number));
            const auto ingested = place.ingest(text("r%1").arg(number));
            QVERIFY(ingested.has_value());
            QCOMPARE(ingested->outcome, number == 1 ? Added::New : Added::Replaced);
        }
        putBundle(place.path(text("r2")), revision(2));
        const auto before = place.state();
        const auto older = place.ingest(text("r2"));
        QVERIFY(older.has_value());
        QCOMPARE(older->outcome, Added::Older);
        QCOMPARE(place.state(), before);
        const auto open = place.database();
        const auto sale = store::SaleRepository(*open).load({text("demo"), text("s-1")});
        QCOMPARE(sale->revision, 3);
        QCOMPARE(sale->clips[0].file, text("demo/s-1/r3/shelf-1.mp4"));
        QVERIFY(QFileInfo::exists(place.media(text("demo/s-1/r1/shelf-1.mp4"))));
    }

    void unknownIds_areRefused_data()
    {
        QTest::addColumn<QByteArray>("from");
        QTest::addColumn<QByteArray>("to");
        QTest::addColumn<ErrorKind>("kind");
        QTest::addColumn<QString>("piece");
        const auto row = [](const char* name, const char* from, const char* to, ErrorKind kind, const char* piece) {
            QTest::newRow(name) << QByteArray(from) << QByteArray(to) << kind << text(piece);
        };
        row("store", "\"demo\"", "\"other\"", ErrorKind::NotFound, "import its description first with \"cartwright-cli store import");
        row("camera of a clip", "{\"camera_id\": \"shelf-1\"", "{\"camera_id\": \"shelf-9\"", ErrorKind::Refused,
            "sale.json clips[0]: camera \"shelf-9\" is not in the description of store \"demo\"");
        row("camera of an event", "\"camera_id\": \"shelf-1\",\n   \"bin", "\"camera_id\": \"%1\",\n   \"bin", ErrorKind::Refused,
            "events[0]: camera \"%1\" is not");
        row("bin", "\"B1\"", "\"B7\"", ErrorKind::Refused, "events[0]: bin \"B7\" is not");
        row("plate of an event", "\"plate_id\": \"P1\", \"delta_g\"", "\"plate_id\": \"P9\", \"delta_g\"", ErrorKind::Refused,
            "events[1]: plate \"P9\" is not");
        row("plate of a series", "\"plate_id\": \"P1\", \"starts_at\"", "\"plate_id\": \"P9\", \"starts_at\"", ErrorKind::Refused,
            "series[0]: plate \"P9\" is not");
    }
    void unknownIds_areRefused()
    {
        QFETCH(QByteArray, from);
        QFETCH(QByteArray, to);
        QFETCH(ErrorKind, kind);
        QFETCH(QString, piece);
        const Place place;
        place.importStore();
        putBundle(place.path(text("bundle")), saleJson({from, to}));
        const auto before = place.state();
        QVERIFY(failsWith(place.ingest(text("bundle")), kind, piece));
        QCOMPARE(place.state(), before);
    }

    void doubts_areNoted_andTheSaleIsTaken()
    {
        const Place place;
        putStore(place.path(text("store")), storeJson().replace("\"width\": 64, \"height\": 48}", "\"width\": 128, \"height\": 96}"));
        {
            const auto open = place.database();
            QVERIFY(feed::importStore(place.path(text("store")), place.workspace(), *open).has_value());
        }
        putBundle(place.path(text("bundle")), saleJson({"\"gtin\": \"2000000000022\"", "\"gtin\": \"96385074\""}));
        const auto ingested = place.ingest(text("bundle"));
        QVERIFY2(ingested.has_value(), ingested ? "" : qPrintable(ingested.error().sentence));
        QCOMPARE(ingested->notes,
                 (QStringList{text("A clip is 64x48 and the store description says 128x96 for camera \"shelf-1\"."),
                              text("GTIN 00000096385074 is not in the product list of the store.")}));
    }

    void saleWithoutAnything_isTakenWithANote()
    {
        const Place place;
        place.importStore();
        QJsonObject object = *parseJsonObject(saleJson(), text("sale"));
        for (const char* part : {"clips", "events", "series", "cart"})
            object.remove(text(part));
        put(place.path(text("bundle/sale.json")), toJsonText(object));
        const auto ingested = place.ingest(text("bundle"));
        QVERIFY(ingested.has_value());
        QCOMPARE(ingested->notes, QStringList{text("The bundle has neither clips nor events, series or a cart.")});
        QVERIFY(!QFileInfo::exists(place.media(text("demo/s-1"))));
    }

    void hostileIds_landInsideTheMediaFolder_data()
    {
        QTest::addColumn<QByteArray>("id");
        for (const char* id : {"../../x", "..", ".", "/etc/x", "a/b", ".hidden", "products", "description", "%1%2", "-rf", "a b'c?&="})
            QTest::newRow(id) << QByteArray(id);
        QTest::newRow("128 letters of three bytes") << QByteArray("\xE4\xB8\xAD").repeated(128);
    }
    void hostileIds_landInsideTheMediaFolder()
    {
        QFETCH(QByteArray, id);
        const Place place;
        putStore(place.path(text("store")), storeJson().replace("shelf-1", id).replace("\"P1\"", '"' + id + '"'));
        {
            const auto open = place.database();
            QVERIFY(feed::importStore(place.path(text("store")), place.workspace(), *open).has_value());
        }
        putBundle(place.path(text("bundle")), saleJson().replace("\"s-1\"", '"' + id + '"')
                                                  .replace("\"camera_id\": \"shelf-1\"", "\"camera_id\": \"" + id + '"')
                                                  .replace("\"P1\"", '"' + id + '"'));
        const auto before = snapshot(place.path({}));
        const auto ingested = place.ingest(text("bundle"));
        QVERIFY2(ingested.has_value(), ingested ? "" : qPrintable(ingested.error().sentence));
        for (const auto& name : snapshot(place.path({})).keys())
            QVERIFY2(before.contains(name) || name.startsWith(text("workspace/media/demo/")), qPrintable(name));
        const auto open = place.database();
        const auto sale = store::SaleRepository(*open).load({text("demo"), QString::fromUtf8(id)});
        QVERIFY(sale.has_value());
        QCOMPARE(bytesOf(place.media(sale->clips[0].file)), clipBytes());
    }

    void orphanFolder_ofAKilledIngest_isReplaced()
    {
        const Place place;
        place.importStore();
        putBundle(place.path(text("bundle")));
        put(place.media(text("demo/s-1/r1/shelf-1.mp4")), "half a clip");
        put(place.media(text("demo/s-1/r1/rubbish")), "x");
        put(place.media(text(".ingest-0123/files/shelf-1.mp4")), "half a clip");
        QVERIFY(place.ingest(text("bundle")).has_value());
        QCOMPARE(bytesOf(place.media(text("demo/s-1/r1/shelf-1.mp4"))), clipBytes());
        const auto state = place.state();
        QVERIFY(!state.contains(text("media/demo/s-1/r1/rubbish")));
        for (const auto& name : state.keys())
            QVERIFY2(!name.contains(text(".ingest-")), qPrintable(name));
    }

    void absentMediaFolder_isNotTheBundlesFault()
    {
        const Place place;
        place.importStore();
        putBundle(place.path(text("bundle")));
        const QString media = place.workspace().mediaFolder();
        QVERIFY(QDir().rename(media, media + text("-away")));
        QVERIFY(failsWith(place.ingest(text("bundle")), ErrorKind::Failed, text("media cannot be opened")));
        QVERIFY(QDir().rename(media + text("-away"), media));
        QVERIFY(place.ingest(text("bundle")).has_value());
    }

    void databaseThatIsHeld_isNotTheBundlesFault()
    {
        const Place place;
        place.importStore();
        putBundle(place.path(text("bundle")));
        const auto holder = place.database();
        {
            const auto held = store::Transaction::begin(*holder);
            QVERIFY(held.has_value());
            const auto result = place.ingest(text("bundle"));
            QVERIFY(!result);
            QVERIFY(result.error().kind == ErrorKind::Failed || result.error().kind == ErrorKind::Locked);
        }
        const auto again = place.ingest(text("bundle"));
        QVERIFY2(again.has_value(), again ? "" : qPrintable(again.error().sentence));
        QCOMPARE(again->outcome, Added::New);
        QCOMPARE(bytesOf(place.media(text("demo/s-1/r1/shelf-1.mp4"))), clipBytes());
    }

    void cancelled_ingestLeavesNothing()
    {
        const Place place;
        place.importStore();
        putBundle(place.path(text("bundle")));
        const auto before = place.state();
        const Cancellation cancel;
        cancel.cancel();
        {
            const auto open = place.database();
            QVERIFY(failsWith(feed::ingestBundle(place.path(text("bundle")), place.workspace(), *open, cancel),
                              ErrorKind::Cancelled, text("stopped")));
        }
        QCOMPARE(place.state(), before);
    }

    void oneSale_ingestedByFourAtOnce_isThereOnce()
    {
        const Place place;
        place.importStore();
        constexpr int workers = 4;
        // Each brings the same revision with a content of its own: one wins, and its clip is the one that stays.
        std::vector<QByteArray> clips;
        for (int i = 0; i < workers; ++i) {
            clips.push_back(makeClip(40 + 30 * i));
            const QString folder = place.path(text("b%1").arg(i));
            putBundle(folder, saleTemplate().replace("CLIP_SHA", sha256Of(clips.back()).toLatin1()));
            put(folder + text("/clips/shelf-1.mp4"), clips.back());
        }
        std::vector<std::thread> threads;
        std::vector<int> done(workers, 0);
        for (int i = 0; i < workers; ++i)
            threads.emplace_back([&, i] {
                const auto result = place.ingest(text("b%1").arg(i));
                done[static_cast<std::size_t>(i)] = result ? 1 : result.error().kind == ErrorKind::Refused ? 2 : 3;
            });
        for (auto& thread : threads)
            thread.join();
        QCOMPARE(std::count(done.begin(), done.end(), 1), 1);
        QCOMPARE(std::count(done.begin(), done.end(), 2), workers - 1);
        const auto winner = std::find(done.begin(), done.end(), 1) - done.begin();
        QCOMPARE(bytesOf(place.media(text("demo/s-1/r1/shelf-1.mp4"))), clips[static_cast<std::size_t>(winner)]);
    }

    void realSales_areIngestedTwice_asFolders_andAsTars_data()
    {
        QTest::addColumn<bool>("asTar");
        QTest::newRow("folders") << false;
        QTest::newRow("tars") << true;
    }
    void realSales_areIngestedTwice_asFolders_andAsTars()
    {
        QFETCH(bool, asTar);
        const QString real = text(CARTWRIGHT_TEST_DATA "/shelf-bottles");
        if (!QFileInfo::exists(real))
            QSKIP("the folder with real inputs is absent");
        const Place place;
        const auto open = place.database();
        QVERIFY(feed::importStore(real + text("/store"), place.workspace(), *open).has_value());
        QMap<QString, QString> before;
        for (const Added expected : {Added::New, Added::Same}) {
            for (int i = 1; i <= 4; ++i) {
                QString bundle = real + text("/sales/bottles-%1").arg(i);
                if (asTar) {
                    pack(bundle, place.path(text("sale.tar")));
                    bundle = place.path(text("sale.tar"));
                }
                const auto ingested = feed::ingestBundle(bundle, place.workspace(), *open);
                QVERIFY2(ingested.has_value(), ingested ? "" : qPrintable(ingested.error().sentence));
                QCOMPARE(ingested->outcome, expected);
                QCOMPARE(ingested->notes, QStringList());
                QCOMPARE(bytesOf(place.media(text("bottles/bottles-%1/r1/shelf-1.mp4").arg(i))),
                         bytesOf(real + text("/sales/bottles-%1/clips/shelf-1.mp4").arg(i)));
            }
            if (expected == Added::Same)
                QCOMPARE(place.state(), before);
            before = place.state();
        }
    }
};

QTEST_GUILESS_MAIN(IngestTest)
#include "tst_ingest.moc"
