#include "feed_fixture.h"

#include "core/feed/bundle.h"

#include <QRandomGenerator>

#include <sys/stat.h>
#include <unistd.h>

using namespace feedtest;

class BundleTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_refusing.importStore(); }

    void bundle_isReadWhole()
    {
        const QTemporaryDir folder;
        putBundle(folder.path());
        const auto bundle = feed::readBundle(folder.path(), {});
        QVERIFY2(bundle.has_value(), bundle ? "" : qPrintable(bundle.error().sentence));
        const Sale& sale = bundle->sale;
        QCOMPARE(sale.key, (SaleKey{text("demo"), text("s-1")}));
        QCOMPARE(sale.clips.size(), std::size_t{1});
        QCOMPARE(sale.clips[0].file, text("clips/shelf-1.mp4"));
        QCOMPARE(sale.events.size(), std::size_t{5});
        QCOMPARE(sale.events[0].eventId, text("f1"));
        QCOMPARE(sale.events[4].eventId, text("f5"));
        QCOMPARE(sale.events[0].candidates[0].probability, 0.71);
        QCOMPARE(sale.events[0].actorProbability, 0.93);
        QCOMPARE(sale.events[1].deltaGrams, std::optional<Grams>(-512));
        QCOMPARE(sale.series[0].rateHz, 60.0);
        QCOMPARE(sale.cart->lines[0].confidence, 0.83);
        QCOMPARE(sale.modelVersion, text("7"));
        QCOMPARE(bundle->original, saleJson());
        QCOMPARE(bundle->clips[0].width, 64);
        QCOMPARE(bundle->notes, QStringList());
    }

    void anyPart_mayBeMissing_data()
    {
        QTest::addColumn<QString>("without");
        for (const char* part : {"clips", "events", "series", "cart", "model", "shopper_ref", "group_size"})
            QTest::newRow(part) << text(part);
    }
    void anyPart_mayBeMissing()
    {
        QFETCH(QString, without);
        const QTemporaryDir folder;
        QJsonObject object = *parseJsonObject(saleJson(), text("sale"));
        object.remove(without);
        putBundle(folder.path(), toJsonText(object));
        const auto bundle = feed::readBundle(folder.path(), {});
        QVERIFY2(bundle.has_value(), bundle ? "" : qPrintable(bundle.error().sentence));
        QCOMPARE(bundle->sale.cart.has_value(), without != text("cart"));
    }

    void emptyCart_isAPrediction()
    {
        const auto sale = feed::readSaleText(
            saleJson({"[{\"gtin\": \"2000000000015\", \"quantity\": 1, \"confidence\": 0.83}]", "[]"}));
        QVERIFY(sale.has_value());
        QVERIFY(sale->sale.cart.has_value());
        QVERIFY(sale->sale.cart->lines.empty());
    }

    void hashInCapitals_isTaken()
    {
        const auto sale = feed::readSaleText(saleTemplate().replace("CLIP_SHA", sha256Of(clipBytes()).toUpper().toLatin1()));
        QVERIFY(sale.has_value());
        QCOMPARE(sale->sale.clips[0].sha256, sha256Of(clipBytes()));
    }

    void clockOffset_isExactToTheMicrosecond()
    {
        const auto sale = feed::readSaleText(saleJson({"\"clock_offset_ms\": 0", "\"clock_offset_ms\": -1234.567"}));
        QVERIFY(sale.has_value());
        QCOMPARE(sale->sale.clips[0].clockOffset, Microseconds{-1'234'567});
    }

    void eventIds_ofTheFeed_areKept_andOthersGoRoundThem()
    {
        const auto sale = feed::readSaleText(saleJson({"\"kind\": \"exit\"", "\"event_id\": \"f2\", \"kind\": \"exit\""}));
        QVERIFY(sale.has_value());
        QStringList ids;
        for (const auto& event : sale->sale.events)
            ids.append(event.eventId);
        QCOMPARE(ids, (QStringList{text("f1"), text("f2x"), text("f3"), text("f4"), text("f2")}));
    }

    void sourceOfAnEvent_cannotBeForged()
    {
        const auto sale = feed::readSaleText(saleJson({"\"kind\": \"take\"", "\"source\": \"reviewer\", \"kind\": \"take\""}));
        QVERIFY(sale.has_value());
        QCOMPARE(sale->sale.events[0].source, EventSource::Feed);
        QCOMPARE(sale->notes, QStringList{text("sale.json events[0]: unknown key \"source\" kept.")});
    }

    void unknownKeys_areReported_andMinorVersionsTaken()
    {
        QByteArray json = saleJson({"cartwright.sale/1", "cartwright.sale/1.4"});
        json = changed(json, {"\"revision\"", "\"weather\": \"rain\", \"revision\""});
        json = changed(json, {"\"probability\": 0.22", "\"score\": 1, \"probability\": 0.22"});
        const auto sale = feed::readSaleText(json);
        QVERIFY(sale.has_value());
        QCOMPARE(sale->notes, (QStringList{text("sale.json events[0] candidates[0]: unknown key \"score\" kept."),
                                           text("sale.json: unknown key \"weather\" kept.")}));
        QCOMPARE(sale->original, json);
    }

    void badSale_isRefused_withItsLine_data()
    {
        QTest::addColumn<QByteArray>("from");
        QTest::addColumn<QByteArray>("to");
        QTest::addColumn<QString>("piece");
        const auto row = [](const char* name, const char* from, const char* to, const char* piece) {
            QTest::newRow(name) << QByteArray(from) << QByteArray(to) << text(piece);
        };
        row("major version", "sale/1", "sale/2", "version 2 of cartwright.sale is not known");
        row("major version 10", "sale/1", "sale/10", "version 10");
        row("other schema", "cartwright.sale/1", "cartwright.store/1", "it should be \"cartwright.sale/1\"");
        row("key twice", "\"revision\": 1,", "\"revision\": 1, \"revision\": 2,", "sale.json line 5: \"revision\" stands there twice");
        row("key twice by escape", "\"revision\": 1,", "\"revision\": 1, \"r\\u0065vision\": 2,", "\"revision\" stands there twice");
        row("no revision", "\"revision\": 1,", "", "\"revision\" is missing");
        row("revision 0", "\"revision\": 1,", "\"revision\": 0,", "sale.json line 5: \"revision\" is 0");
        row("revision 1.5", "\"revision\": 1,", "\"revision\": 1.5,", "\"revision\" must be a whole number");
        row("no sale id", "\"sale_id\": \"s-1\",", "", "\"sale_id\" is missing");
        row("NUL in the sale id", "\"s-1\"", "\"s\\u0000-1\"", "contains a NUL");
        row("line feed in the sale id", "\"s-1\"", "\"s\\n1\"", "\"sale_id\" holds a control character");
        row("half a surrogate pair", "\"s-1\"", "\"s\\ud800\"", "\"sale_id\" holds half of a surrogate pair");
        row("exit before entry", "\"2026-03-02T10:18:44.870Z\",\n \"shopper", "\"2026-03-02T10:15:04.119Z\",\n \"shopper",
            "\"exited_at\" lies before \"entered_at\"");
        row("no time", "\"2026-03-02T10:15:04.120Z\",\n", "\"yesterday\",\n", "line 6: \"entered_at\":");
        row("until before at", "\"until\": \"2026-03-02T10:16:02.000Z\"", "\"until\": \"2026-03-02T10:16:00.999Z\"",
            "sale.json line 15, events[0]: \"until\" lies before \"at\"");
        row("event long before", "\"at\": \"2026-03-02T10:16:30.000Z\"", "\"at\": \"2026-03-02T09:15:04.119Z\"",
            "events[2]: \"at\" is 2026-03-02T09:15:04.119Z, more than an hour outside the sale");
        row("event ends long after", "\"until\": \"2026-03-02T10:16:02.000Z\"", "\"until\": \"2026-03-02T11:18:44.871Z\"",
            "events[0]: \"at\" is 2026-03-02T11:18:44.871Z, more than an hour outside");
        row("group of none", "\"group_size\": 1", "\"group_size\": 0", "\"group_size\" is 0");
        row("group of a hundred", "\"group_size\": 1", "\"group_size\": 100", "\"group_size\" is 100");
        row("unknown kind", "\"kind\": \"take\"", "\"kind\": \"steal\"", "sale.json line 15, events[0]: \"kind\": \"steal\" is no");
        row("negative quantity", "\"quantity\": 1,\n   \"cand", "\"quantity\": -1,\n   \"cand",
            "sale.json line 16, events[0]: \"quantity\" is -1; allowed is 1 to 999");
        row("quantity 0", "\"quantity\": 1,\n   \"cand", "\"quantity\": 0,\n   \"cand", "\"quantity\" is 0");
        row("quantity 1000", "\"quantity\": 1, \"weight_g\"", "\"quantity\": 1000, \"weight_g\"", "events[2]: \"quantity\" is 1000");
        row("quantity as a text", "\"quantity\": 1, \"weight_g\"", "\"quantity\": \"1\", \"weight_g\"", "must be a whole number");
        row("probability above 1", "0.71", "1.01", "sale.json line 17, events[0] candidates[1]: \"probability\" must be a number");
        row("negative probability", "0.93", "-0.1", "\"actor_probability\" must be");
        row("probability missing", "\"gtin\": \"2000000000022\", \"probability\": 0.22", "\"gtin\": \"2000000000022\"",
            "\"probability\" is missing");
        row("check digit of a candidate", "2000000000022", "2000000000023", "wrong check digit");
        row("check digit of a scan", "\"gtin\": \"2000000000015\", \"quantity\": 1, \"w",
            "\"gtin\": \"2000000000016\", \"quantity\": 1, \"w", "sale.json line 20, events[2]: GTIN 2000000000016");
        row("scan of nothing", "\"gtin\": \"2000000000015\", \"quantity\": 1, \"w", "\"quantity\": 1, \"w", "\"gtin\" is missing");
        row("box of no size", "[2, 3, 10, 12]", "[2, 3, 0, 12]", "\"box\" must be");
        row("box of three", "[2, 3, 10, 12]", "[2, 3, 10]", "\"box\" must be");
        row("box of texts", "[2, 3, 10, 12]", "[\"a\", 3, 10, 12]", "\"box\" must hold numbers");
        row("infinite box", "[2, 3, 10, 12]", "[2, 3, 1e300, 12]", "\"box\" must hold numbers");
        row("event that is no object", "{\"kind\": \"entry\", \"at\": \"2026-03-02T10:15:04.120Z\"}", "17", "events[3]: must be an object");
        row("events that are no list", "\"cart\": [", "\"events2\": 1, \"cart\": 7, \"x\": [", "\"cart\" must be a list");
        row("negative quantity in the cart", "\"quantity\": 1, \"conf", "\"quantity\": -2, \"conf",
            "sale.json line 27, cart[0]: \"quantity\" is -2");
        row("product on two lines", "\"confidence\": 0.83}", "\"confidence\": 0.83}, {\"gtin\": \"02000000000015\", \"quantity\": 1}",
            "stands on two lines");
        row("confidence above 1", "0.83", "83", "\"confidence\" must be");
        row("series of another kind", "\"kind\": \"weight\", \"plate_id\": \"P1\", \"starts", "\"kind\": \"heat\", \"plate_id\": \"P1\", \"starts",
            "series[0]: \"kind\" is \"heat\"");
        row("series without a rate", "\"rate_hz\": 60,", "", "\"rate_hz\" is missing");
        row("clip outside", "clips/shelf-1.mp4", "../shelf-1.mp4", "sale.json line 11, clips[0]: \"file\" \"../shelf-1.mp4\" leaves the folder");
        row("clip by absolute path", "clips/shelf-1.mp4", "/etc/passwd", "is an absolute path");
        row("clip with NUL", "clips/shelf-1.mp4", "clips/shelf-1.mp4\\u0000.txt", "contains a NUL");
        row("series outside", "series/P1.csv", "series/../../P1.csv", "sale.json line 25, series[0]: \"file\"");
        row("no hash", ",\n   \"clock_offset_ms\": 0, \"sha256\": \"CLIP_SHA\"", "", "\"sha256\" is missing or empty");
        row("short hash", "CLIP_SHA", "abcd", "\"sha256\" must be 64 hex digits");
        row("wrong hash", "CLIP_SHA", "0000000000000000000000000000000000000000000000000000000000000000",
            "the file \"clips/shelf-1.mp4\" has another SHA-256 than \"sha256\" says");
        row("clip absent", "clips/shelf-1.mp4", "clips/shelf-7.mp4", "the bundle does not hold the file \"clips/shelf-7.mp4\"");
        row("clip that is a folder", "clips/shelf-1.mp4", "clips", "the bundle does not hold the file \"clips\"");
        row("series absent", "series/P1.csv", "series/P2.csv", "the bundle does not hold the file \"series/P2.csv\"");
        row("one file twice", "series/P1.csv", "clips/shelf-1.mp4", "the file \"clips/shelf-1.mp4\" is named twice");
        row("camera twice", "\"CLIP_SHA\"}", "\"CLIP_SHA\"}, {\"camera_id\": \"shelf-1\", \"file\": \"b.mp4\", "
            "\"starts_at\": \"2026-03-02T10:16:00.000Z\", \"sha256\": \"CLIP_SHA\"}", "camera \"shelf-1\" has a clip already");
        row("URL as a file", "clips/shelf-1.mp4", "http://example.com/x.mp4", "the bundle does not hold the file");
        row("offset of a year", "\"clock_offset_ms\": 0", "\"clock_offset_ms\": 31536000000", "\"clock_offset_ms\" must be");
    }
    void badSale_isRefused_withItsLine()
    {
        QFETCH(QByteArray, from);
        QFETCH(QByteArray, to);
        QFETCH(QString, piece);
        const Place& place = m_refusing;
        QByteArray json = changed(saleTemplate(), {from, to});
        putBundle(place.path(text("bundle")), json.replace("CLIP_SHA", sha256Of(clipBytes()).toLatin1()));
        const auto before = place.state();
        QVERIFY(failsWith(place.ingest(text("bundle")), ErrorKind::Refused, piece));
        QCOMPARE(place.state(), before);
    }

    void eventIdTwice_isRefused()
    {
        QByteArray json = saleJson({"{\"kind\": \"entry\",", "{\"event_id\": \"a\", \"kind\": \"entry\","});
        json = changed(json, {"{\"kind\": \"exit\",", "{\"event_id\": \"a\", \"kind\": \"exit\","});
        QVERIFY(failsWith(feed::readSaleText(json), ErrorKind::Refused,
                          text("sale.json line 22, events[4]: \"event_id\" is \"a\", which stands there already")));
    }

    void hugeLists_areRefused_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QString>("piece");
        const QByteArray event = R"({"kind": "entry", "at": "2026-03-02T10:15:04.120Z"},)";
        QTest::newRow("10,003 events") << saleJson({"\"events\": [", "\"events\": [" + event.repeated(9'998)})
                                       << text("\"events\" must be a list of at most 10000 entries");
        QTest::newRow("65 clips") << saleJson({"\"clips\": [", "\"clips\": [" + QByteArray("{},").repeated(64)})
                                  << text("\"clips\" must be a list of at most 64");
        QTest::newRow("1,001 cart lines") << saleJson({"\"cart\": [", "\"cart\": [" + QByteArray("{},").repeated(1'000)})
                                          << text("\"cart\" must be a list of at most 1000");
        QTest::newRow("51 candidates") << saleJson({"\"candidates\": [", "\"candidates\": [" + QByteArray("{},").repeated(49)})
                                       << text("\"candidates\" must be a list of at most 50");
        QTest::newRow("10 MB nested") << QByteArray(5'000'000, '[') + QByteArray(5'000'000, ']') << text("at most 4194304 are");
        QTest::newRow("3 MB nested") << "{\"a\":" + QByteArray(1'500'000, '[') + QByteArray(1'500'000, ']') + '}'
                                     << text("nested deeper than 16 levels");
        QTest::newRow("10 MB of text") << "{\"schema\": \"" + QByteArray(10'000'000, 'x') + "\"}" << text("at most 4194304 are");
        QTest::newRow("no JSON") << QByteArray("\x00\x01\x02", 3) << text("sale.json is not JSON");
        QTest::newRow("empty") << QByteArray() << text("sale.json is not JSON");
        QTest::newRow("a list") << QByteArray("[]") << text("is not a JSON object");
    }
    void hugeLists_areRefused()
    {
        QFETCH(QByteArray, json);
        QFETCH(QString, piece);
        const Place& place = m_refusing;
        putBundle(place.path(text("bundle")), json);
        const auto before = place.state();
        QVERIFY(failsWith(place.ingest(text("bundle")), ErrorKind::Refused, piece));
        QCOMPARE(place.state(), before);
    }

    void badFiles_areRefused_data()
    {
        QTest::addColumn<QString>("what");
        QTest::addColumn<QString>("piece");
        QTest::newRow("linked clip") << text("clip link") << text("\"clips/shelf-1.mp4\" is a symbolic link");
        QTest::newRow("linked folder") << text("folder link") << text("\"clips\" is a symbolic link");
        QTest::newRow("linked sale.json") << text("json link") << text("\"sale.json\" is a symbolic link");
        QTest::newRow("link beside") << text("other link") << text("\"other\" is a symbolic link");
        QTest::newRow("pipe for a clip") << text("pipe") << text("is not a regular file");
        QTest::newRow("no sale.json") << text("no json") << text("holds no sale.json");
        QTest::newRow("playlist") << text("#EXTM3U\n#EXTINF:10,\nfile:///etc/passwd\n") << text("is refused: its first bytes");
        QTest::newRow("concat list") << text("ffconcat version 1.0\nfile '/etc/passwd'\n") << text("is refused: its first bytes");
        QTest::newRow("empty clip") << text("") << text("is empty");
        QTest::newRow("text") << text("hello") << text("is refused: its first bytes");
        QTest::newRow("only a head") << QString::fromLatin1("\0\0\0\x18" "ftypmp42\0\0\0\0mp42isom", 24) << text("is refused");
    }
    void badFiles_areRefused()
    {
        QFETCH(QString, what);
        QFETCH(QString, piece);
        const Place& place = m_refusing;
        const QString folder = place.path(text("bundle"));
        QDir(folder).removeRecursively();
        putBundle(folder);
        const auto link = [&](const char* target, const QString& name) {
            QDir(folder).rename(name, text("was-") + QString(name).replace(QLatin1Char('/'), QLatin1Char('-')));
            QCOMPARE(::symlink(target, QFile::encodeName(folder + QLatin1Char('/') + name).constData()), 0);
        };
        if (what == text("clip link")) {
            link("../was-clips-shelf-1.mp4", text("clips/shelf-1.mp4"));
        } else if (what == text("folder link")) {
            link("was-clips", text("clips"));
        } else if (what == text("json link")) {
            link("was-sale.json", text("sale.json"));
        } else if (what == text("other link")) {
            link("/etc/passwd", text("other"));
        } else if (what == text("pipe")) {
            QFile::remove(folder + text("/clips/shelf-1.mp4"));
            QCOMPARE(::mkfifo(QFile::encodeName(folder + text("/clips/shelf-1.mp4")).constData(), 0600), 0);
        } else if (what == text("no json")) {
            QFile::remove(folder + text("/sale.json"));
        } else {
            const QByteArray bytes = what.toLatin1();
            put(folder + text("/clips/shelf-1.mp4"), bytes);
            put(folder + text("/sale.json"), saleTemplate().replace("CLIP_SHA", sha256Of(bytes).toLatin1()));
        }
        const auto before = place.state();
        QVERIFY(failsWith(place.ingest(text("bundle")), ErrorKind::Refused, piece));
        QCOMPARE(place.state(), before);
    }

    void cutClip_isAccepted_whenItsHeadersAreThere()
    {
        const Place place;
        place.importStore();
        // The headers stand at the end of this clip, so that the cut takes frames from the middle.
        QByteArray bytes = clipBytes();
        const qsizetype media = bytes.indexOf("mdat");
        QVERIFY(media > 0);
        const qsizetype frames = std::min<qsizetype>(400, bytes.size() - media - 8) / 2;
        bytes.replace(media + 4 + frames, frames, QByteArray(frames, '\0'));
        putBundle(place.path(text("bundle")), saleTemplate().replace("CLIP_SHA", sha256Of(bytes).toLatin1()));
        put(place.path(text("bundle/clips/shelf-1.mp4")), bytes);
        const auto ingested = place.ingest(text("bundle"));
        QVERIFY2(ingested.has_value(), ingested ? "" : qPrintable(ingested.error().sentence));
    }

    void filesThatNobodyNames_areNoted_andNotTaken()
    {
        const Place place;
        place.importStore();
        putBundle(place.path(text("bundle")));
        put(place.path(text("bundle/Thumbs.db")), "x");
        const auto ingested = place.ingest(text("bundle"));
        QVERIFY(ingested.has_value());
        QCOMPARE(ingested->notes, QStringList{text("Not named in sale.json and left where it is: Thumbs.db.")});
        QVERIFY(!place.state().contains(text("media/demo/s-1/r1/Thumbs.db")));
    }

    void oddClips_areTakenOrRefused_withoutATraceOfTheRefused()
    {
        const QString folder = text(CARTWRIGHT_TEST_DATA "/odd");
        if (!QFileInfo::exists(folder))
            QSKIP("the folder with real inputs is absent");
        const Place place;
        place.importStore();
        int number = 0;
        int taken = 0;
        QDirIterator walk(folder, QDir::Files, QDirIterator::Subdirectories);
        while (walk.hasNext()) {
            const QString file = walk.next();
            const QByteArray bytes = bytesOf(file);
            const QByteArray id = "odd-" + QByteArray::number(++number);
            putBundle(place.path(text("odd")), saleTemplate().replace("CLIP_SHA", sha256Of(bytes).toLatin1()).replace("s-1", id));
            put(place.path(text("odd/clips/shelf-1.mp4")), bytes);
            const auto ingested = place.ingest(text("odd"));
            QVERIFY2(ingested || ingested.error().kind == ErrorKind::Refused, qPrintable(file));
            QCOMPARE(QFileInfo::exists(place.media(text("demo/") + text(id.constData()))), ingested.has_value());
            if (file.endsWith(text(".heic")) || file.endsWith(text(".flv")) || file.endsWith(text(".dump")))
                QVERIFY2(!ingested, qPrintable(file));
            taken += ingested ? 1 : 0;
        }
        qInfo("%d of %d files were taken", taken, number);
        QVERIFY(taken > 0 && taken < number);
    }

    void changedAnywhere_saleJsonIsReadOrRefused()
    {
        QRandomGenerator random(20260302);
        const QByteArray whole = saleJson();
        int refused = 0;
        for (int round = 0; round < 3'000; ++round) {
            QByteArray bytes = whole;
            for (int change = random.bounded(1, 4); change > 0; --change) {
                const qsizetype at = random.bounded(static_cast<int>(bytes.size()));
                const qsizetype length = random.bounded(1, 12);
                if (random.bounded(2) == 0)
                    bytes.replace(at, 1, QByteArray(1, static_cast<char>(random.bounded(256))));
                else if (random.bounded(2) == 0)
                    bytes.remove(at, length);
                else
                    bytes.insert(at, bytes.mid(random.bounded(static_cast<int>(bytes.size())), length));
            }
            const auto sale = feed::readSaleText(bytes);
            QVERIFY(sale || (sale.error().kind == ErrorKind::Refused && !sale.error().sentence.isEmpty()));
            refused += sale ? 0 : 1;
        }
        QVERIFY(refused > 1'000);
    }

    void absentBundle_isNotFound()
    {
        QVERIFY(failsWith(feed::readBundle(text("/nonexistent"), {}), ErrorKind::NotFound, text("/nonexistent")));
        QVERIFY(failsWith(feed::readBundle(text("/dev/null"), {}), ErrorKind::Refused, text("/dev/null")));
    }

    void cancelled_readingStops()
    {
        const QTemporaryDir folder;
        putBundle(folder.path());
        const Cancellation cancel;
        cancel.cancel();
        QVERIFY(failsWith(feed::readBundle(folder.path(), {}, cancel), ErrorKind::Cancelled, text("stopped")));
    }

private:
    const Place m_refusing; ///< shared by rows that must leave it as it is
};

QTEST_GUILESS_MAIN(BundleTest)
#include "tst_bundle.moc"
