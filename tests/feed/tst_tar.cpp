#include "feed_fixture.h"
#include "tar_builder.h"

#include "core/feed/bundle.h"

#include <QRandomGenerator>

#include <archive.h>
#include <archive_entry.h>

using namespace feedtest;

namespace {

QByteArray goodMembers()
{
    return tarFile("sale.json", saleJson()) + tarFile("clips/shelf-1.mp4", clipBytes()) + tarFile("series/P1.csv", "1\n");
}

/// The bundle as libarchive itself writes it, in the named format and with the named filter.
QByteArray writtenByLibarchive(int format, int filter, const char* folder)
{
    const QTemporaryDir place;
    const QByteArray path = QFile::encodeName(place.filePath(text("x.tar")));
    archive* out = ::archive_write_new();
    ::archive_write_set_format(out, format);
    ::archive_write_add_filter(out, filter);
    ::archive_write_open_filename(out, path.constData());
    const std::pair<QByteArray, QByteArray> members[] = {
        {"sale.json", saleJson()}, {"clips/shelf-1.mp4", clipBytes()}, {"series/P1.csv", "1\n"}};
    for (const auto& [name, bytes] : members) {
        archive_entry* entry = ::archive_entry_new();
        ::archive_entry_set_pathname(entry, (folder + name).constData());
        ::archive_entry_set_size(entry, bytes.size());
        ::archive_entry_set_filetype(entry, AE_IFREG);
        ::archive_entry_set_perm(entry, 0644);
        ::archive_write_header(out, entry);
        ::archive_write_data(out, bytes.constData(), static_cast<std::size_t>(bytes.size()));
        ::archive_entry_free(entry);
    }
    ::archive_write_close(out);
    ::archive_write_free(out);
    return bytesOf(QFile::decodeName(path));
}

} // namespace

class TarTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_refusing.importStore(); }

    void honestTars_areIngested_data()
    {
        QTest::addColumn<QByteArray>("tar");
        QTest::newRow("plain") << goodMembers() + tarEnd();
        QTest::newRow("without an end") << goodMembers();
        QTest::newRow("with folders") << tarHeader("clips/", 0, '5') + goodMembers() + tarEnd();
        QTest::newRow("with ./") << tarHeader("./", 0, '5') + tarFile("./sale.json", saleJson())
                                        + tarFile("./clips/shelf-1.mp4", clipBytes()) + tarFile("./series/P1.csv", "1\n")
                                        + tarEnd();
        QTest::newRow("ustar") << writtenByLibarchive(ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_NONE, "");
        QTest::newRow("pax in a folder") << writtenByLibarchive(ARCHIVE_FORMAT_TAR_PAX_INTERCHANGE, ARCHIVE_FILTER_NONE, "s-1/");
        QTest::newRow("GNU") << writtenByLibarchive(ARCHIVE_FORMAT_TAR_GNUTAR, ARCHIVE_FILTER_NONE, "");
        QTest::newRow("v7") << writtenByLibarchive(ARCHIVE_FORMAT_TAR, ARCHIVE_FILTER_NONE, "a folder/");
        QTest::newRow("with a note of other letters") << paxHeader("path", "Gr\xC3\xBC\xC3\x9F" "e.txt") + tarFile("a", "x")
                                                             + goodMembers() + tarEnd();
        QTest::newRow("sale.json last") << tarFile("clips/shelf-1.mp4", clipBytes()) + tarFile("series/P1.csv", "1\n")
                                               + tarFile("sale.json", saleJson()) + tarEnd();
    }
    void honestTars_areIngested()
    {
        QFETCH(QByteArray, tar);
        const Place place;
        place.importStore();
        put(place.path(text("bundle.tar")), tar);
        const auto ingested = place.ingest(text("bundle.tar"));
        QVERIFY2(ingested.has_value(), ingested ? "" : qPrintable(ingested.error().sentence));
        QCOMPARE(ingested->key.saleId, text("s-1"));
        QCOMPARE(bytesOf(place.media(text("demo/s-1/r1/shelf-1.mp4"))), clipBytes());
        QCOMPARE(bytesOf(place.path(text("bundle.tar"))), tar);
        for (const auto& name : place.state().keys())
            QVERIFY2(!name.contains(text(".ingest-")), qPrintable(name));
    }

    void hostileTars_areRefused_data()
    {
        QTest::addColumn<QByteArray>("tar");
        QTest::addColumn<QString>("piece");
        const auto row = [](const char* name, const QByteArray& tar, const char* piece) {
            QTest::newRow(name) << tar << text(piece);
        };
        const QByteArray good = goodMembers();
        row("member outside", good + tarFile("../evil", "x") + tarEnd(), "\"../evil\" leaves the folder");
        row("member outside first", tarFile("clips/../../evil", "x") + good + tarEnd(), "leaves the folder");
        row("absolute member", good + tarFile("/tmp/evil", "x") + tarEnd(), "is an absolute path");
        row("pax name outside", good + paxHeader("path", "../../evil") + tarFile("a", "x") + tarEnd(), "leaves the folder");
        row("GNU long name outside", good + tarFile("././@LongLink", QByteArray("../../evil\0", 11), 'L') + tarFile("a", "x")
                                         + tarEnd(), "leaves the folder");
        row("control character", good + tarFile("a\x1b[2J", "x") + tarEnd(), "holds a control character");
        row("name that is no UTF-8", good + tarFile("a\xFF\xFE", "x") + tarEnd(), "no UTF-8");
        row("symbolic link", good + tarHeader("link", 0, '2', "/etc/passwd") + tarEnd(), "\"link\", which is a link");
        row("link for a clip", tarFile("sale.json", saleJson()) + tarHeader("clips/shelf-1.mp4", 0, '2', "/etc/passwd") + tarEnd(),
            "which is a link");
        row("linked folder", tarHeader("clips", 0, '2', "/tmp") + good + tarEnd(), "\"clips\", which is a link");
        row("hard link", good + tarHeader("hard", 0, '1', "/etc/passwd") + tarEnd(), "\"hard\", which is a link");
        row("character device", good + tarHeader("zero", 0, '3') + tarEnd(), "\"zero\", which is not a regular file");
        row("block device", good + tarHeader("disk", 0, '4') + tarEnd(), "not a regular file");
        row("pipe", good + tarHeader("pipe", 0, '6') + tarEnd(), "not a regular file");
        row("member twice", good + tarFile("sale.json", saleJson()) + tarEnd(), "\"sale.json\" twice");
        row("file in a file", good + tarFile("sale.json/a", "x") + tarEnd(), "\"sale.json/a\" twice");
        row("file for a folder", good + tarFile("clips", "x") + tarEnd(), "\"clips\" twice");
        row("folder for a file", good + tarHeader("sale.json/", 0, '5') + tarEnd(), "\"sale.json\" twice");
        row("huge declared size", good + tarHeader("big", 7'000'000'000, '0') + tarEnd(), "at most 4000000000 are taken");
        row("declared size beyond the end", good + tarHeader("big", 3'000'000'000, '0'), "is cut or broken");
        row("cut in a clip", good.left(good.indexOf(clipBytes()) + 300), "is cut or broken");
        row("cut in a header", tarFile("sale.json", saleJson()) + tarHeader("clips/shelf-1.mp4", 5).left(200), "is no whole tar");
        row("cut between members", tarFile("sale.json", saleJson()), "does not hold the file \"clips/shelf-1.mp4\"");
        row("broken checksum", [good] { QByteArray bytes = good; bytes[5] = 'X'; return bytes; }(), "cannot be read as an uncompressed tar");
        row("no sale.json", tarFile("clips/shelf-1.mp4", clipBytes()) + tarEnd(), "holds no sale.json");
        row("sale.json too deep", tarFile("a/b/sale.json", saleJson()) + tarEnd(), "holds no sale.json");
        row("sale.json of 5 MB", tarFile("sale.json", QByteArray(5'000'000, ' ')) + tarEnd(), "sale.json has 5000000 bytes");
        row("two bundles", tarFile("a/sale.json", saleJson()) + tarFile("b/sale.json", saleJson()) + tarEnd(), "holds no sale.json");
        row("too many members", good + tarHeader("a/", 0, '5').repeated(1'001) + tarEnd(), "more than 1000 files");
        row("compressed", writtenByLibarchive(ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_GZIP, ""), "cannot be read as an uncompressed tar: ");
        row("a zip", QByteArray("PK\x03\x04", 4) + QByteArray(600, '\0'), "cannot be read as");
        row("a clip", clipBytes(), "cannot be read as");
        const QByteArray map = paxRecord("GNU.sparse.size", "3000000000") + paxRecord("GNU.sparse.numblocks", "2")
                               + paxRecord("GNU.sparse.map", "0,1,2000000,1");
        row("sparse", good + tarFile("pax", map, 'x') + tarFile("hole", "xx") + tarEnd(), "\"hole\" as a sparse file");
    }
    void hostileTars_areRefused()
    {
        QFETCH(QByteArray, tar);
        QFETCH(QString, piece);
        const Place& place = m_refusing;
        put(place.path(text("bundle.tar")), tar);
        const auto before = snapshot(place.path({}));
        QVERIFY(failsWith(place.ingest(text("bundle.tar")), ErrorKind::Refused, piece));
        QCOMPARE(snapshot(place.path({})), before);
        QVERIFY(!QFileInfo::exists(text("/tmp/evil")));
    }

    void nameWithNul_endsAtTheNul_orIsRefused()
    {
        // libarchive hands names out as C strings; whatever follows a NUL must not decide where a file lands.
        const Place place;
        place.importStore();
        put(place.path(text("bundle.tar")), goodMembers() + paxHeader("path", QByteArray("extra\0/../../evil", 17))
                                                + tarFile("a", "x") + tarEnd());
        const auto before = place.state();
        const auto ingested = place.ingest(text("bundle.tar"));
        for (const auto& name : snapshot(place.path({})).keys())
            QVERIFY2(!name.contains(text("evil")), qPrintable(name));
        if (!ingested)
            QCOMPARE(place.state(), before);
    }

    void changedAnywhere_aTarIsTakenOrRefused()
    {
        QRandomGenerator random(20260302);
        const QByteArray whole = paxHeader("path", "sale.json") + goodMembers() + tarEnd();
        const Place place;
        place.importStore();
        for (int round = 0; round < 400; ++round) {
            QByteArray bytes = whole;
            // Only what is no clip: heads, the pax record and sale.json.
            for (int change = 0; change < 3; ++change) {
                const qsizetype at = random.bounded(static_cast<int>(whole.indexOf(clipBytes())));
                bytes[at] = static_cast<char>(random.bounded(256));
            }
            put(place.path(text("bundle.tar")), bytes);
            const auto ingested = place.ingest(text("bundle.tar"));
            QVERIFY2(ingested || ingested.error().kind == ErrorKind::Refused || ingested.error().kind == ErrorKind::NotFound,
                     ingested ? "" : qPrintable(ingested.error().sentence));
        }
        for (const auto& name : place.state().keys())
            QVERIFY2(!name.contains(text(".ingest-")), qPrintable(name));
    }

    void cutAnywhere_aTarIsNeverHalfIngested()
    {
        const QByteArray whole = goodMembers() + tarEnd();
        const Place place;
        place.importStore();
        const auto before = place.state();
        for (qsizetype size = 0; size < whole.size() - tarEnd().size(); size += 211) {
            put(place.path(text("bundle.tar")), whole.left(size));
            QVERIFY2(!place.ingest(text("bundle.tar")), qPrintable(QString::number(size)));
        }
        QCOMPARE(place.state(), before);
    }

private:
    const Place m_refusing; ///< shared by rows that must leave it as it is
};

QTEST_GUILESS_MAIN(TarTest)
#include "tst_tar.moc"
