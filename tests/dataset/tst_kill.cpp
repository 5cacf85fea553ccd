#include "labelled_clips.h"

#include <QElapsedTimer>
#include <QtTest>

#include <cmath>
#include <csignal>
#include <random>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace labelled;

namespace {

/// Makes the dataset in a process of its own; `progress` runs there. Gives the child's id.
pid_t createInChild(const Shop& shop, const QString& name, const dataset::Progress& progress)
{
    const pid_t child = ::fork();
    if (child == 0)
        ::_exit(shop.create(name, {}, {}, progress) ? 0 : 1);
    return child;
}

/// Whether the child was killed rather than finished.
bool wasKilled(pid_t child)
{
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFSIGNALED(status);
}

/// When the file was written, to the nanosecond.
qint64 writtenAt(const QString& path)
{
    struct stat found = {};
    return ::stat(QFile::encodeName(path).constData(), &found) == 0 ? found.st_mtim.tv_sec * 1'000'000'000 + found.st_mtim.tv_nsec : 0;
}

} // namespace

class KillTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_shop.fill(3, 34); // a whole group of images and a short one in each clip
        QElapsedTimer timer;
        timer.start();
        QVERIFY(m_shop.create(text("undisturbed")));
        m_fullMicroseconds = static_cast<double>(timer.nsecsElapsed()) / 1000;
        m_expected = m_shop.sums(text("undisturbed"));
        QVERIFY(!m_expected.isEmpty());
    }

    void killedAtAnyImage_theSameCallCompletes_data()
    {
        QTest::addColumn<int>("images");
        std::mt19937 random(11);
        for (const int images : {1, 101, 102})
            QTest::addRow("after image %d", images) << images;
        for (int round = 0; round < 4; ++round) {
            const int images = std::uniform_int_distribution(2, 100)(random);
            QTest::addRow("round %d, after image %d", round, images) << images;
        }
    }
    void killedAtAnyImage_theSameCallCompletes()
    {
        QFETCH(int, images);
        const QString name = QStringLiteral("images-%1").arg(images);
        QVERIFY(wasKilled(createInChild(m_shop, name, [&](std::int64_t done, std::int64_t) {
            if (done >= images)
                ::raise(SIGKILL);
        })));
        QVERIFY(!QFileInfo::exists(m_shop.path(name)));
        verifyThatItCompletes(name);
    }

    void killedAtAnyTime_theSameCallCompletes()
    {
        std::mt19937 random(5);
        int killed = 0;
        for (int round = 0; round < 6; ++round) {
            const QString name = QStringLiteral("time-%1").arg(round);
            // Killed three times on its way, so that what is resumed was resumed before.
            for (int kill = 0; kill < 3 && !QFileInfo::exists(m_shop.path(name)); ++kill) {
                const pid_t child = createInChild(m_shop, name, {});
                // As many early as late moments, whatever the machine's load was when the full time was
                // taken.
                std::uniform_real_distribution<double> exponent(std::log(1000.0),
                                                                std::log(1.1 * m_fullMicroseconds));
                ::usleep(static_cast<useconds_t>(std::exp(exponent(random))));
                ::kill(child, SIGKILL);
                killed += wasKilled(child) ? 1 : 0;
            }
            verifyThatItCompletes(name);
        }
        QVERIFY2(killed >= 2, qPrintable(QString::number(killed)));
    }

    void killedBeforeOrAfterTheRenaming_theSameCallCompletes()
    {
        // The states between the last image and the end, made by hand.
        const QString name = text("renamed");
        QVERIFY(m_shop.create(name));
        QVERIFY(makeFolder(m_shop.path(text(".renamed.part/progress"))));
        QVERIFY(writeFile(m_shop.path(text(".renamed.part/plan")), "left behind"));
        const auto again = m_shop.create(name);
        QVERIFY(again && again->already);
        QVERIFY(!QFileInfo::exists(m_shop.path(text(".renamed.part"))));

        QVERIFY(QDir().mkdir(m_shop.path(text(".ready.part"))));
        const auto plan =
            m_shop.json(text("undisturbed/manifest.json")).value(text("plan_sha256")).toString();
        QVERIFY(writeFile(m_shop.path(text(".ready.part/plan")), plan.toLatin1()));
        QVERIFY(QDir().rename(m_shop.path(name), m_shop.path(text(".ready.part/data"))));
        QVERIFY(writeFile(m_shop.path(text(".ready.part/data/.card.md.0123abcd.part")), "half a fi"));
        verifyThatItCompletes(text("ready"));
    }

    void finishedImages_areKept_unlessTheirContentIsWrong()
    {
        const QString name = text("kept");
        QVERIFY(wasKilled(createInChild(m_shop, name, [&](std::int64_t done, std::int64_t) {
            if (done >= 80)
                ::raise(SIGKILL);
        })));
        const QString part = text(".kept.part/");
        QStringList finished;
        // Not m_shop.files: the kill may have left a record that was written and not renamed yet.
        for (const QString& record : QDir(m_shop.path(part + text("progress"))).entryList(QDir::Files))
            for (const auto& image :
                 m_shop.json(part + text("progress/") + record).value(text("images")).toArray())
                finished.append(image[text("file")].toString());
        QVERIFY2(finished.size() >= 32, qPrintable(QString::number(finished.size())));
        std::map<QString, qint64> times;
        for (const QString& file : finished)
            times[file] = writtenAt(m_shop.path(part + text("data/") + file));
        // The last of its record, so that the others of the record can stay.
        const QString spoiled = finished.last();
        QVERIFY(writeFile(m_shop.path(part + text("data/") + spoiled), "no picture"));
        const qint64 spoiledTime = writtenAt(m_shop.path(part + text("data/") + spoiled));
        verifyThatItCompletes(name);
        for (const QString& file : finished) {
            const qint64 now = writtenAt(m_shop.path(name + QLatin1Char('/') + file));
            if (file == spoiled)
                QVERIFY(now != spoiledTime);
            else
                QCOMPARE(now, times[file]);
        }
    }

    void imagesOfAnotherPlan_areNotKept()
    {
        const QString name = text("other-plan");
        Shop shop;
        shop.fill(2, 40);
        QVERIFY(wasKilled(createInChild(shop, name, [&](std::int64_t done, std::int64_t) {
            if (done >= 70)
                ::raise(SIGKILL);
        })));
        dataset::CreateOptions options;
        options.jpegQuality = 60;
        QVERIFY(shop.create(name, options));
        QVERIFY(shop.create(text("fresh"), options));
        QCOMPARE(shop.sums(name), shop.sums(text("fresh")));
    }

    void twoProcesses_doNotMakeTheSameFolder()
    {
        int started[2] = {};
        int release[2] = {};
        QVERIFY(::pipe(started) == 0 && ::pipe(release) == 0);
        const pid_t child = createInChild(m_shop, text("shared"), [&](std::int64_t done, std::int64_t) {
            char byte = 'x';
            if (done == 1 && (::write(started[1], &byte, 1) != 1 || ::read(release[0], &byte, 1) != 1))
                ::_exit(3);
        });
        char byte = 0;
        QVERIFY(::read(started[0], &byte, 1) == 1);
        const auto second = m_shop.create(text("shared"));
        QVERIFY(::write(release[1], "x", 1) == 1);
        QVERIFY(!wasKilled(child));
        for (const int end : {started[0], started[1], release[0], release[1]})
            ::close(end);
        QVERIFY(!second);
        QCOMPARE(second.error().kind, ErrorKind::Locked);
        QCOMPARE(m_shop.sums(text("shared")), m_expected);
    }

private:
    void verifyThatItCompletes(const QString& name)
    {
        const auto created = m_shop.create(name);
        QVERIFY2(created, created ? "" : qPrintable(created.error().sentence));
        QCOMPARE(m_shop.sums(name), m_expected);
        QCOMPARE(m_shop.files(name), m_shop.files(text("undisturbed")));
        const auto verified = dataset::verifyDataset(m_shop.path(name));
        QVERIFY2(verified, verified ? "" : qPrintable(verified.error().sentence));
        QVERIFY(!QFileInfo::exists(m_shop.path(QStringLiteral(".%1.part").arg(name))));
    }

    Shop m_shop;
    QByteArray m_expected;
    double m_fullMicroseconds = 0;
};

QTEST_GUILESS_MAIN(KillTest)
#include "tst_kill.moc"
