#include "feed_fixture.h"

#include "core/feed/spool.h"

#include <QElapsedTimer>
#include <QRandomGenerator>

#include <csignal>
#include <sys/wait.h>
#include <unistd.h>

using namespace feedtest;

namespace {

constexpr int clipCopies = 2;
constexpr int rounds = 8;

/// A bundle with two clips that take some time to copy: a real clip with free space behind it, which players skip.
QByteArray largeClip(int number)
{
    const QByteArray filling(1'500'000, static_cast<char>('a' + number));
    const auto size = static_cast<quint32>(filling.size() + 8);
    QByteArray box;
    for (int shift = 24; shift >= 0; shift -= 8)
        box += static_cast<char>(size >> shift & 0xFFu);
    return clipBytes() + box + "free" + filling;
}

const std::array<QByteArray, clipCopies>& clips()
{
    static const std::array<QByteArray, clipCopies> made{largeClip(0), largeClip(1)};
    return made;
}

void putLargeBundle(const QString& folder)
{
    QJsonArray list;
    for (int i = 0; i < clipCopies; ++i) {
        const QByteArray& bytes = clips()[static_cast<std::size_t>(i)];
        const QString file = text("clips/%1.mp4").arg(i);
        put(folder + QLatin1Char('/') + file, bytes);
        list.append(QJsonObject{{text("camera_id"), text("shelf-%1").arg(i + 1)},
                                {text("file"), file},
                                {text("starts_at"), text("2026-03-02T10:16:00.000Z")},
                                {text("sha256"), sha256Of(bytes)}});
    }
    put(folder + text("/sale.json"),
        toJsonText({{text("schema"), text("cartwright.sale/1")}, {text("store_id"), text("demo")},
                    {text("sale_id"), text("s-1")}, {text("revision"), 1},
                    {text("entered_at"), text("2026-03-02T10:15:00Z")}, {text("exited_at"), text("2026-03-02T10:18:00Z")},
                    {text("clips"), list}}));
}

/// Runs `work` in a process of its own and kills it after some microseconds; true where it was killed in time.
template <class Work> bool killedAfter(qint64 microseconds, Work work)
{
    const pid_t child = ::fork();
    if (child == 0)
        ::_exit(work() ? 0 : 1);
    ::usleep(static_cast<useconds_t>(microseconds));
    ::kill(child, SIGKILL);
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFSIGNALED(status);
}

/// What must be true of a workspace whatever happened: the rows name files that are there, whole.
void verifyWhole(const Place& place, bool mustBeThere)
{
    const auto open = place.database();
    const auto sale = store::SaleRepository(*open).load({text("demo"), text("s-1")});
    if (!mustBeThere && !sale && sale.error().kind == ErrorKind::NotFound)
        return;
    QVERIFY2(sale.has_value(), sale ? "" : qPrintable(sale.error().sentence));
    QCOMPARE(sale->clips.size(), std::size_t{clipCopies});
    for (const auto& clip : sale->clips)
        QCOMPARE(*sha256OfFile(place.media(clip.file)), clip.sha256);
}

void verifyTidy(const Place& place)
{
    const QMap<QString, QString> state = place.state();
    for (const auto& name : state.keys())
        QVERIFY2(!name.contains(text(".ingest-")) && !name.contains(text(".part")), qPrintable(name));
    QCOMPARE(QDir(place.media(text("demo/s-1"))).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot),
             QStringList{text("r1")});
}

} // namespace

class KillTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        const Place place;
        place.importStore();
        putLargeBundle(place.path(text("bundle")));
        QElapsedTimer timer;
        timer.start();
        const auto ingested = place.ingest(text("bundle"));
        QVERIFY2(ingested.has_value(), ingested ? "" : qPrintable(ingested.error().sentence));
        m_whole = timer.nsecsElapsed() / 1'000;
    }

    void killedIngest_thenTheSameAgain_isComplete()
    {
        int killed = 0;
        for (int round = 0; round < rounds; ++round) {
            const Place place;
            place.importStore();
            putLargeBundle(place.path(text("bundle")));
            // Several kills in a row, the later ones on what the earlier ones left.
            for (int i = 0; i < 3; ++i) {
                const qint64 wait = QRandomGenerator::global()->bounded(static_cast<int>(m_whole));
                killed += killedAfter(wait, [&] { return place.ingest(text("bundle")).has_value(); }) ? 1 : 0;
                verifyWhole(place, false);
                if (QTest::currentTestFailed())
                    return;
            }
            const auto again = place.ingest(text("bundle"));
            QVERIFY2(again.has_value(), again ? "" : qPrintable(again.error().sentence));
            verifyWhole(place, true);
            // Where the killed one had come to its end, its leftovers wait for the next ingest that has files.
            if (again->outcome != store::SaleRepository::Added::Same)
                verifyTidy(place);
            if (QTest::currentTestFailed())
                return;
        }
        qInfo("%d of %d were killed before their end", killed, rounds * 3);
        QVERIFY(killed > 0);
    }

    void killedSpool_thenTheNextPass_isComplete()
    {
        for (int round = 0; round < rounds / 2; ++round) {
            const Place place;
            place.importStore();
            const QString spool = place.path(text("spool"));
            putBundle(spool + text("/a-bad"), "no json");
            putLargeBundle(spool + text("/b"));
            const auto pass = [&] {
                const auto open = place.database();
                return feed::runSpoolOnce(spool, place.workspace(), *open).has_value();
            };
            for (int i = 0; i < 2; ++i)
                killedAfter(QRandomGenerator::global()->bounded(static_cast<int>(m_whole * 3 / 2)), pass);
            QVERIFY(pass());
            verifyWhole(place, true);
            if (QTest::currentTestFailed())
                return;
            QCOMPARE(QDir(spool).entryList(QDir::AllEntries | QDir::NoDotAndDotDot),
                     (QStringList{text("accepted"), text("quarantine")}));
            QCOMPARE(QDir(spool + text("/accepted")).entryList(QDir::AllEntries | QDir::NoDotAndDotDot), QStringList{text("b")});
            QVERIFY(QFileInfo::exists(spool + text("/quarantine/a-bad/a-bad/sale.json")));
            QVERIFY(QFileInfo::exists(spool + text("/quarantine/a-bad/reason.json")));
        }
    }

private:
    qint64 m_whole = 0;
};

QTEST_GUILESS_MAIN(KillTest)
#include "tst_kill.moc"
