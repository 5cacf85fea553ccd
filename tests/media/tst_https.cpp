#include "core/media/clip_reader.h"
#include "media_server.h"
#include "pattern_clip.h"

#include <QtTest>

#include <random>
#include <thread>

using namespace cartwright;
using namespace cartwright::media;
using namespace cartwright::media::testing;

/// Clips on a server: read exactly, by ranges, from allowed hosts only.
class HttpsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void seek_isExact_andReadsOnlyWhatItNeeds();
    void index_isReadFromBesideTheClip();
    void open_isRefused_data();
    void open_isRefused();
    void open_asksNothing_whenTheHostIsNotAllowed();
    void read_saysThatTheServerIsAway_andGoesOnWhenItIsBack();
    void read_stops_whenTheFileChanges();
    void cancel_reachesIntoAReadThatWaits();

private:
    ClipLocation at(const QString& path) const { return {m_server->url(path), m_access}; }
    ClipLocation clip() const { return at(QStringLiteral("clip.mp4")); }
    Result<std::unique_ptr<ClipReader>> open(ReaderOptions options = {}) const { return ClipReader::open(clip(), m_index, options); }

    std::unique_ptr<MediaServer> m_server;
    std::shared_ptr<RemoteAccess> m_access;
    ClipIndex m_index;
};

void HttpsTest::initTestCase()
{
    if (const QString missing = MediaServer::missing(); !missing.isEmpty())
        QSKIP(qPrintable(missing + QStringLiteral(" is not installed")));
    if (!hasFfmpeg())
        QSKIP("ffmpeg is not installed");
    m_server = std::make_unique<MediaServer>();
    QVERIFY(m_server->start());
    PatternOptions options;
    options.width = 640;
    options.height = 480;
    options.frames = 300;
    const QString quiet = m_server->file("quiet.mp4");
    QVERIFY(!writePatternClip(quiet, options).empty());
    QVERIFY(runFfmpeg({QStringLiteral("-i"), quiet, QStringLiteral("-vf"), QStringLiteral("noise=alls=12:allf=t"), QStringLiteral("-g"),
                       QStringLiteral("30"), QStringLiteral("-preset"), QStringLiteral("ultrafast"), m_server->served("clip.mp4")}));
    const auto index = indexClip(m_server->served("clip.mp4"));
    QVERIFY(index);
    m_index = *index;
    QVERIFY2(m_index.fileBytes > 1'500'000, qPrintable(QString::number(m_index.fileBytes))); // so that reading all of it would show
}

void HttpsTest::init()
{
    m_access = std::make_shared<RemoteAccess>(RemoteAccess{{m_server->host()}, m_server->authority()});
}

void HttpsTest::seek_isExact_andReadsOnlyWhatItNeeds()
{
    const auto before = m_server->requests().size();
    auto reader = open();
    QVERIFY(reader);
    QCOMPARE(readNumber((*reader)->frame(225).value().picture), 225);
    qint64 bytes = 0;
    for (const QString& request : m_server->requests().mid(before)) {
        QVERIFY2(request.startsWith(QStringLiteral("206 ")), qPrintable(request));
        bytes += request.section(QLatin1Char(' '), 1, 1).toLongLong();
    }
    QVERIFY2(bytes < m_index.fileBytes / 2, qPrintable(QString::number(bytes)));
    std::mt19937 random(7);
    for (int i = 0; i < 60; ++i) {
        const std::size_t wanted = random() % m_index.frames.size();
        QCOMPARE(readNumber((*reader)->frame(wanted).value().picture), static_cast<int>(wanted));
    }
}

void HttpsTest::index_isReadFromBesideTheClip()
{
    ClipIndex beside = m_index;
    beside.damage = QStringLiteral("as it lay there");
    QFile file(m_server->served("clip.mp4.index"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(toBytes(beside));
    file.close();
    QCOMPARE(loadOrMakeIndex(clip()).value(), beside);
    QVERIFY(file.remove());
    QCOMPARE(loadOrMakeIndex(clip()).value(), m_index);
    QVERIFY(!file.exists());
}

void HttpsTest::open_isRefused_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<bool>("trusted");
    QTest::addColumn<ErrorKind>("kind");
    QTest::addColumn<QString>("word");
    QTest::newRow("no such file") << "none.mp4" << true << ErrorKind::NotFound << "not on its server";
    QTest::newRow("another address") << "moved/clip.mp4" << true << ErrorKind::Refused << "another address";
    QTest::newRow("no ranges") << "whole/clip.mp4" << true << ErrorKind::Refused << "ranges";
    QTest::newRow("a password") << "closed/clip.mp4" << true << ErrorKind::Refused << ".netrc";
    QTest::newRow("unknown authority") << "clip.mp4" << false << ErrorKind::Refused << "not trusted";
}

void HttpsTest::open_isRefused()
{
    QFETCH(QString, path);
    QFETCH(bool, trusted);
    QFETCH(QString, word);
    if (!trusted)
        m_access->caFile.clear();
    const auto probed = probeClip(at(path));
    QVERIFY(!probed);
    QTEST(probed.error().kind, "kind");
    QVERIFY2(probed.error().sentence.contains(word), qPrintable(probed.error().sentence));
}

void HttpsTest::open_asksNothing_whenTheHostIsNotAllowed()
{
    const auto before = m_server->requests();
    for (const QString& host : {QString(), QStringLiteral("localhost"), QStringLiteral("media.example")}) {
        m_access->hosts = QStringList{host};
        const auto probed = probeClip(clip());
        QVERIFY(!probed);
        QCOMPARE(probed.error().kind, ErrorKind::Refused);
        QVERIFY2(probed.error().sentence.contains(m_server->host()), qPrintable(probed.error().sentence));
    }
    QVERIFY(!probeClip(ClipLocation(m_server->url(QStringLiteral("clip.mp4"))))); // no access at all
    QCOMPARE(m_server->requests(), before);
}

void HttpsTest::read_saysThatTheServerIsAway_andGoesOnWhenItIsBack()
{
    auto reader = open();
    QVERIFY(reader);
    QCOMPARE(readNumber((*reader)->frame(3).value().picture), 3);
    m_server->stop();
    const auto away = (*reader)->frame(290);
    QVERIFY(!away);
    QCOMPARE(away.error().kind, ErrorKind::Unreachable);
    const auto probed = probeClip(clip());
    QVERIFY(!probed);
    QCOMPARE(probed.error().kind, ErrorKind::Unreachable);
    QVERIFY(m_server->run());
    QCOMPARE(readNumber((*reader)->frame(290).value().picture), 290);
}

void HttpsTest::read_stops_whenTheFileChanges()
{
    const QString path = m_server->served("changing.mp4");
    QVERIFY(QFile::copy(m_server->served("clip.mp4"), path));
    auto reader = ClipReader::open(at(QStringLiteral("changing.mp4")), m_index);
    QVERIFY(reader);
    QCOMPARE(readNumber((*reader)->frame(3).value().picture), 3);
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadWrite));
    QVERIFY(file.seek(file.size()) && file.write("more") == 4);
    file.close();
    const auto after = (*reader)->frame(290);
    QVERIFY(!after);
    QVERIFY2(after.error().sentence.contains(QStringLiteral("changed")), qPrintable(after.error().sentence));
}

void HttpsTest::cancel_reachesIntoAReadThatWaits()
{
    const Cancellation cancel;
    QElapsedTimer timer;
    timer.start();
    std::thread stopper([&] {
        QTest::qWait(300);
        cancel.cancel();
    });
    const auto index = indexClip(at(QStringLiteral("slow/clip.mp4")), {}, cancel); // whole, this takes half an hour
    stopper.join();
    QVERIFY(!index);
    QCOMPARE(index.error().kind, ErrorKind::Cancelled);
}

QTEST_GUILESS_MAIN(HttpsTest)
#include "tst_https.moc"
