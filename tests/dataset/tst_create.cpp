#include "read_back.h"

#include <QtTest>

#include <algorithm>
#include <cmath>
#include <random>
#include <set>

using namespace labelled;
using dataset::Split;

class CreateTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sameInput_givesTheSameBytes_whateverItsOrder()
    {
        Shop shop;
        shop.fill(6, 20);
        VERIFY_RESULT(shop.create(text("first")));
        std::shuffle(shop.labels().begin(), shop.labels().end(), std::mt19937(3));
        shop.labels().push_back(shop.labels().front()); // said twice
        const auto second = shop.create(text("second"));
        VERIFY_RESULT(second);
        QVERIFY(!shop.sums(text("first")).isEmpty());
        QCOMPARE(shop.sums(text("first")), shop.sums(text("second")));
        QCOMPARE(shop.files(text("first")), shop.files(text("second")));
        for (const QString& path : shop.files(text("first")))
            QCOMPARE(shop.read(text("first/") + path), shop.read(text("second/") + path));
        QCOMPARE(second->labels, 120);
        QCOMPARE(second->contentHash, sha256Of(shop.sums(text("second"))));
    }

    void sameCallAgain_changesNothing()
    {
        Shop shop;
        shop.fill(2, 4);
        const auto first = shop.create(text("set"));
        VERIFY_RESULT(first);
        // Neither does it need the clips any more.
        QVERIFY(QDir(shop.mediaFolder()).removeRecursively());
        const auto again = shop.create(text("set"));
        VERIFY_RESULT(again);
        QVERIFY(again->already);
        QCOMPARE(again->contentHash, first->contentHash);
        QCOMPARE(again->labels, first->labels);
        QCOMPARE(again->frames, first->frames);
    }

    void existingFolder_isNeverChanged()
    {
        Shop shop;
        shop.fill(2, 4);
        VERIFY_RESULT(shop.create(text("set")));
        const QByteArray before = shop.sums(text("set"));
        shop.labels().pop_back();
        const auto other = shop.create(text("set"));
        QVERIFY(!other);
        QCOMPARE(other.error().kind, ErrorKind::Refused);
        QCOMPARE(shop.sums(text("set")), before);
        VERIFY_RESULT(dataset::verifyDataset(shop.path(text("set"))));

        QVERIFY(makeFolder(shop.path(text("mine"))));
        const auto foreign = shop.create(text("mine"));
        QVERIFY(!foreign);
        QCOMPARE(foreign.error().kind, ErrorKind::Refused);
        QVERIFY(shop.files(text("mine")).isEmpty());
    }

    void existingDataset_thatIsDamaged_isSaidToBe()
    {
        Shop shop;
        shop.fill(1, 3);
        VERIFY_RESULT(shop.create(text("set")));
        QVERIFY(QFile::remove(shop.path(text("set/card.md"))));
        const auto again = shop.create(text("set"));
        QVERIFY(!again);
        QCOMPARE(again.error().kind, ErrorKind::Integrity);
        QVERIFY(again.error().sentence.contains(text("card.md")));
    }

    void sales_keepTheirSplit_whenLabelsAreAdded()
    {
        Shop shop;
        const QString file = shop.addClip(text("c.mp4"), 4);
        for (int sale = 0; sale < 40; ++sale)
            for (int frame = 0; frame < 2; ++frame)
                shop.addLabel(QStringLiteral("s-%1").arg(sale), file, frame * frameDistance);
        VERIFY_RESULT(shop.create(text("small")));
        for (int sale = 20; sale < 90; ++sale)
            shop.addLabel(QStringLiteral("s-%1").arg(sale), file, 3 * frameDistance);
        VERIFY_RESULT(shop.create(text("large")));
        const auto splits = [&](const QString& name) {
            std::map<QString, std::set<QString>> found;
            for (const Image& image : imagesOf(shop, name))
                found[image.entry.value(text("cartwright")).toObject().value(text("sale")).toString()].insert(
                    image.split);
            return found;
        };
        const auto small = splits(text("small")), large = splits(text("large"));
        QCOMPARE(small.size(), std::size_t(40));
        QCOMPARE(large.size(), std::size_t(90));
        std::set<QString> used;
        for (const auto& [sale, own] : large) {
            QCOMPARE(own.size(), std::size_t(1));
            used.insert(*own.begin());
        }
        for (const auto& [sale, own] : small)
            QCOMPARE(own, large.at(sale));
        QCOMPARE(used.size(), std::size_t(3));
    }

    void splits_haveTheirShares()
    {
        std::map<Split, int> counts;
        for (int sale = 0; sale < 20'000; ++sale)
            ++counts[dataset::splitOf({text("shop"), QString::number(sale)}, {})];
        QVERIFY(std::abs(counts[Split::Train] - 16'000) < 300);
        QVERIFY(std::abs(counts[Split::Val] - 2'000) < 200);
        QVERIFY(std::abs(counts[Split::Test] - 2'000) < 200);
        QVERIFY(dataset::splitOf({text("a"), text("bc")}, {.train = 0, .val = 0, .test = 1}) == Split::Test);
        QVERIFY(dataset::splitOf({text("a"), text("bc")}, {.train = 0, .val = 1, .test = 0}) == Split::Val);
        QVERIFY(dataset::splitOf({text("a"), text("bc")}, {.train = 1, .val = 0, .test = 0}) == Split::Train);
    }

    void noLabels_areSaidSo()
    {
        Shop shop;
        const auto created = shop.create(text("set"));
        QVERIFY(!created);
        QCOMPARE(created.error().kind, ErrorKind::NotFound);
        QVERIFY(created.error().sentence.contains(text("review a sale first")));
        QVERIFY(shop.besides().isEmpty());
    }

    void clipsThatAreGoneOrChanged_areNamed_andTheRestIsExported()
    {
        Shop shop;
        shop.fill(4, 3);
        QVERIFY(QFile::remove(shop.mediaFolder() + text("/shop/s-1/r1/cam-1.mp4")));
        shop.labels().at(7).clipSha256 = sha256Of("another"); // of s-2
        const auto created = shop.create(text("set"));
        VERIFY_RESULT(created);
        QCOMPARE(created->labels, 8);
        QCOMPARE(created->notExported, 4);
        const QString said = created->notes.join(QLatin1Char(' '));
        QVERIFY2(said.contains(text("s-1")) && said.contains(text("s-2")), qPrintable(said));
        QCOMPARE(shop.json(text("set/manifest.json")).value(text("left_out")).toArray().size(), 4);
        VERIFY_RESULT(dataset::verifyDataset(shop.path(text("set"))));
        QVERIFY(QDir(shop.mediaFolder()).removeRecursively());
        const auto none = shop.create(text("none"));
        QVERIFY(!none);
        QCOMPARE(none.error().kind, ErrorKind::NotFound);
        QCOMPARE(shop.besides(), QStringList{text("set")});
    }

    void clipsOutsideTheMediaFolder_areRefused()
    {
        for (const char* file : {"../outside.mp4", "/etc/hostname", "a/../../outside.mp4", ""}) {
            Shop shop;
            shop.addClip(text("c.mp4"), 2);
            shop.addLabel(text("s-1"), text("c.mp4"), 0).clipFile = text(file);
            const auto created = shop.create(text("set"));
            QVERIFY(!created);
            QCOMPARE(created.error().kind, ErrorKind::Refused);
        }
    }

    void wrongOptions_areRefused()
    {
        Shop shop;
        shop.fill(1, 1);
        const std::vector<dataset::CreateOptions> wrong{
            {.format = text("vox")},     {.jpegQuality = 0},         {.jpegQuality = 101},
            {.shares = {0.5, 0.1, 0.1}}, {.shares = {1.5, -0.5, 0}}, {.shares = {std::nan(""), 0.5, 0.5}}};
        for (const auto& options : wrong) {
            const auto created = shop.create(text("set"), options);
            QVERIFY(!created);
            QCOMPARE(created.error().kind, ErrorKind::WrongUsage);
        }
    }

    void progress_countsToTheEnd_andCancellingKeepsWhatIsDone()
    {
        Shop shop;
        shop.fill(4, 40);
        const Cancellation cancel;
        std::int64_t last = 0;
        const auto stopped = shop.create(text("set"), {}, cancel, [&](std::int64_t done, std::int64_t total) {
            QCOMPARE(done, last + 1);
            QCOMPARE(total, 160);
            last = done;
            if (done == 110)
                cancel.cancel();
        });
        QVERIFY(!stopped);
        QCOMPARE(stopped.error().kind, ErrorKind::Cancelled);
        QVERIFY(!QFileInfo::exists(shop.path(text("set"))));

        std::vector<std::int64_t> steps;
        VERIFY_RESULT(shop.create(text("set"), {}, {},
                                  [&](std::int64_t done, std::int64_t) { steps.push_back(done); }));
        QCOMPARE(steps.back(), 160);
        // What was done is reported in one step per group of images now, so there are about as many steps as
        // images that were left.
        QVERIFY2(steps.size() <= 50 + 16, qPrintable(QString::number(steps.size())));
        VERIFY_RESULT(shop.create(text("undisturbed")));
        QCOMPARE(shop.sums(text("set")), shop.sums(text("undisturbed")));
    }
};

QTEST_GUILESS_MAIN(CreateTest)
#include "tst_create.moc"
