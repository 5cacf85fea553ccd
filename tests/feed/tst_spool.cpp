#include "feed_fixture.h"
#include "tar_builder.h"

#include "core/feed/spool.h"
#include "core/feed/staging.h"

#include <sys/stat.h>
#include <unistd.h>

using namespace feedtest;

namespace {

QByteArray sale(const char* id) { return saleJson({"\"s-1\"", '"' + QByteArray(id) + '"'}); }

QByteArray tarOf(const QByteArray& json)
{
    return tarFile("sale.json", json) + tarFile("clips/shelf-1.mp4", clipBytes()) + tarFile("series/P1.csv", "1\n") + tarEnd();
}

/// A workspace with a spool beside it.
class Watched : public Place
{
public:
    Watched()
    {
        importStore();
        QDir().mkpath(spool());
    }
    QString spool() const { return path(text("spool")); }
    QString at(const char* name) const { return spool() + QLatin1Char('/') + text(name); }

    Result<feed::SpoolPass> run(const Cancellation& cancel = {}, const feed::SpoolProgress& progress = {}) const
    {
        const auto open = database();
        return feed::runSpoolOnce(spool(), workspace(), *open, cancel, progress);
    }
    int sales() const
    {
        const auto open = database();
        const auto list = store::SaleRepository(*open).atStage(store::SaleStage::Ingested, 1'000);
        return list ? static_cast<int>(list->size()) : -1;
    }
};

} // namespace

class SpoolTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void goodAndBad_areSorted_andABadOneNeverStopsTheNext()
    {
        const Watched place;
        putBundle(place.at("a"), sale("a"));
        putBundle(place.at("b-bad"), sale("b").replace("\"quantity\": 1", "\"quantity\": -1"));
        put(place.at("c.tar"), tarOf(sale("c")));
        put(place.at("d-bad.tar"), "no tar at all");
        putBundle(place.at("e-unknown"), sale("e").replace("\"demo\"", "\"nowhere\""));
        putBundle(place.at("f"), sale("f"));
        const auto bad = snapshot(place.at("b-bad"));
        QStringList sentences;
        const auto pass = place.run({}, [&](int done, int count, const QString& sentence) {
            QCOMPARE(count, 6);
            QCOMPARE(done, sentences.size() + 1);
            sentences.append(sentence);
        });
        QVERIFY(pass.has_value());
        QCOMPARE(pass->accepted.size(), std::size_t{3});
        QCOMPARE(pass->quarantined.size(), std::size_t{3});
        QVERIFY(pass->left.empty());
        QCOMPARE(place.sales(), 3);
        QCOMPARE(sentences[0], text("a: accepted."));
        QVERIFY(sentences[1].startsWith(text("b-bad: quarantined. sale.json line 16, events[0]:")));
        QVERIFY(QFileInfo::exists(place.at("accepted/a/sale.json")));
        QVERIFY(QFileInfo::exists(place.at("accepted/c.tar")));
        QCOMPARE(snapshot(place.at("quarantine/b-bad/b-bad")), bad);
        QCOMPARE(bytesOf(place.at("quarantine/d-bad.tar/d-bad.tar")), QByteArray("no tar at all"));
        QCOMPARE(QDir(place.spool()).entryList(QDir::AllEntries | QDir::NoDotAndDotDot),
                 (QStringList{text("accepted"), text("quarantine")}));
    }

    void reason_saysWhatIsWrong()
    {
        const Watched place;
        putBundle(place.at("bad"), sale("b").replace("\"demo\"", "\"nowhere\""));
        QVERIFY(place.run().has_value());
        const auto reason = parseJsonObject(bytesOf(place.at("quarantine/bad/reason.json")), text("reason"));
        QVERIFY(reason.has_value());
        QCOMPARE(reason->value(text("schema")).toString(), text("cartwright.reason/1"));
        QCOMPARE(reason->value(text("bundle")).toString(), text("bad"));
        QCOMPARE(reason->value(text("kind")).toString(), text("not_found"));
        QVERIFY(reason->value(text("reason")).toString().contains(text("store import")));
        QVERIFY(parseUtc(reason->value(text("at")).toString()).has_value());
    }

    void whatIsNoCompleteBundle_isLeftAlone()
    {
        const Watched place;
        putBundle(place.at(".arriving"), sale("a"));
        put(place.at(".arriving.tar"), "half");
        put(place.at("x.tar.part"), "half");
        put(place.at("notes.txt"), "hello");
        const auto before = snapshot(place.spool());
        const auto pass = place.run();
        QVERIFY(pass.has_value());
        QVERIFY(pass->accepted.empty() && pass->quarantined.empty() && pass->left.empty());
        QCOMPARE(snapshot(place.spool()), before);
    }

    void emptySpool_staysEmpty()
    {
        const Watched place;
        QVERIFY(place.run().has_value());
        QVERIFY(QDir(place.spool()).isEmpty());
    }

    void nameThatIsTaken_getsANumber()
    {
        const Watched place;
        for (int i = 0; i < 3; ++i) {
            putBundle(place.at("a"), sale("a"));
            put(place.at("b.tar"), "no tar");
            QVERIFY(place.run().has_value());
        }
        QCOMPARE(QDir(place.at("accepted")).entryList(QDir::AllEntries | QDir::NoDotAndDotDot),
                 (QStringList{text("a"), text("a-2"), text("a-3")}));
        QCOMPARE(QDir(place.at("quarantine")).entryList(QDir::AllEntries | QDir::NoDotAndDotDot),
                 (QStringList{text("b-2.tar"), text("b-3.tar"), text("b.tar")}));
        QCOMPARE(bytesOf(place.at("quarantine/b-3.tar/b.tar")), QByteArray("no tar"));
        QCOMPARE(place.sales(), 1);
    }

    void revisionsInAnyOrder_endWithTheHighest()
    {
        const Watched place;
        putBundle(place.at("1"), changed(sale("a"), {"\"revision\": 1", "\"revision\": 2"}));
        putBundle(place.at("2"), sale("a"));
        const auto pass = place.run();
        QVERIFY(pass.has_value());
        QCOMPARE(pass->accepted.size(), std::size_t{2});
        QCOMPARE(pass->accepted[1].ingested.outcome, store::SaleRepository::Added::Older);
    }

    void otherContentOfARevision_isQuarantined()
    {
        const Watched place;
        putBundle(place.at("1"), sale("a"));
        putBundle(place.at("2"), changed(sale("a"), {"0.83", "0.84"}));
        const auto pass = place.run();
        QCOMPARE(pass->accepted.size(), std::size_t{1});
        QCOMPARE(pass->quarantined.size(), std::size_t{1});
        QVERIFY(pass->quarantined[0].reason.sentence.contains(text("another content")));
    }

    void links_areQuarantined_andNotFollowed()
    {
        const Watched place;
        putBundle(place.path(text("elsewhere")), sale("a"));
        put(place.path(text("elsewhere.tar")), tarOf(sale("b")));
        QCOMPARE(::symlink("../elsewhere", QFile::encodeName(place.at("a")).constData()), 0);
        QCOMPARE(::symlink("../elsewhere.tar", QFile::encodeName(place.at("b.tar")).constData()), 0);
        QCOMPARE(::symlink("nothing", QFile::encodeName(place.at("c.tar")).constData()), 0);
        const auto pass = place.run();
        QVERIFY(pass.has_value());
        QCOMPARE(pass->quarantined.size(), std::size_t{3});
        QVERIFY(QFileInfo(place.at("quarantine/a/a")).isSymLink());
        QVERIFY(QFileInfo::exists(place.path(text("elsewhere/sale.json"))));
        QCOMPARE(place.sales(), 0);
    }

    void pipeNamedTar_isQuarantined_andNothingHangs()
    {
        const Watched place;
        QCOMPARE(::mkfifo(QFile::encodeName(place.at("a.tar")).constData(), 0600), 0);
        QCOMPARE(place.run()->quarantined.size(), std::size_t{1});
    }

    void ownFailure_leavesTheBundle_andTheNextPassTakesIt()
    {
        const Watched place;
        putBundle(place.at("a"), sale("a"));
        putBundle(place.at("b-bad"), sale("b").replace("\"quantity\": 1", "\"quantity\": -1"));
        const QString media = place.workspace().mediaFolder();
        QVERIFY(QDir().rename(media, media + text("-away")));
        const auto failed = place.run();
        QVERIFY(failed.has_value());
        QCOMPARE(failed->left.size(), std::size_t{1});
        QCOMPARE(failed->left[0].name, text("a"));
        QCOMPARE(failed->quarantined.size(), std::size_t{1});
        QVERIFY(QDir().rename(media + text("-away"), media));
        QCOMPARE(place.run()->accepted.size(), std::size_t{1});
    }

    void killedWhileMovingToQuarantine_theNextPassUsesTheBegunFolder()
    {
        const Watched place;
        put(place.at("quarantine/bad/reason.json"), "{}");
        putBundle(place.at("bad"), "no json");
        QVERIFY(place.run().has_value());
        QVERIFY(QFileInfo::exists(place.at("quarantine/bad/bad/sale.json")));
        QVERIFY(!QFileInfo::exists(place.at("quarantine/bad-2")));
        QVERIFY(bytesOf(place.at("quarantine/bad/reason.json")).contains("sale.json"));
    }

    void cancelled_passStopsBetweenBundles()
    {
        const Watched place;
        for (const char* name : {"a", "b", "c"})
            putBundle(place.at(name), sale(name));
        const Cancellation cancel;
        const auto pass = place.run(cancel, [&](int done, int, const QString&) {
            if (done == 2)
                cancel.cancel();
        });
        QVERIFY(pass.has_value());
        QVERIFY(pass->cancelled);
        QCOMPARE(pass->accepted.size(), std::size_t{2});
        QVERIFY(QFileInfo::exists(place.at("c/sale.json")));
    }

    void spoolThatIsWatchedAlready_isLocked()
    {
        const Watched place;
        const auto lock = feed::FolderLock::take(place.spool(), 0);
        QVERIFY(lock.has_value());
        QVERIFY(failsWith(place.run(), ErrorKind::Locked, text("Another process works on")));
    }

    void absentSpool_isNotFound()
    {
        const Watched place;
        const auto open = place.database();
        QVERIFY(failsWith(feed::runSpoolOnce(text("/nonexistent/spool"), place.workspace(), *open), ErrorKind::NotFound,
                          text("/nonexistent/spool")));
    }
};

QTEST_GUILESS_MAIN(SpoolTest)
#include "tst_spool.moc"
