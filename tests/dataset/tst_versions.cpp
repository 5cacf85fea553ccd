#include "read_back.h"

#include "core/dataset/format.h"
#include "core/dataset/json_lines.h"
#include "core/dataset/leaks.h"
#include "core/dataset/picture_metadata.h"
#include "core/dataset/versions.h"

#include <QProcess>
#include <QStandardPaths>
#include <QtTest>

#include <algorithm>
#include <csignal>
#include <set>
#include <sys/resource.h>

using namespace labelled;
using dataset::NearDuplicates;
using dataset::SplitBy;

class VersionsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void since_holdsWhatIsNewOrChanged_andListsWhatWasWithdrawn()
    {
        Shop shop;
        shop.fill(4, 3);
        VERIFY_RESULT(shop.create(text("first")));
        shop.labels().at(0).box = {20, 20, 30, 30};          // changed
        shop.labels().erase(shop.labels().begin() + 1);      // withdrawn
        const QString file = shop.addClip(text("new.mp4"), 2);
        shop.addLabel(text("s-9"), file, 0).labelId = text("fresh"); // new
        dataset::CreateOptions options;
        options.since = *dataset::sinceOf(shop.path(text("first")), text("first"));
        QCOMPARE(options.since->labels.size(), std::size_t(12));
        const auto second = shop.create(text("second"), options);
        VERIFY_RESULT(second);
        QCOMPARE(second->labels, 2);
        QCOMPARE(second->withdrawn, 1);
        const QJsonObject manifest = shop.json(text("second/manifest.json"));
        QCOMPARE(manifest.value(text("since")).toString(), text("first"));
        QCOMPARE(manifest.value(text("withdrawn")).toArray().at(0)[text("id")].toString(), text("label-1"));
        VERIFY_RESULT(dataset::verifyDataset(shop.path(text("second"))));

        // Nothing has happened since, over both versions.
        options.since = *dataset::sinceOf(shop.path(text("second")), text("second"));
        QCOMPARE(options.since->labels.size(), std::size_t(12));
        const auto third = shop.create(text("third"), options);
        QVERIFY(!third);
        QCOMPARE(third.error().kind, ErrorKind::NotFound);
        QVERIFY(shop.read(text("second/card.md")).contains("Since first: 1 labels are new, 1 changed, 1 were withdrawn"));
    }

    void diff_namesEachLabel()
    {
        Shop shop;
        shop.fill(3, 3);
        VERIFY_RESULT(shop.create(text("a")));
        shop.labels().at(0).gtin = gtin(2);
        shop.labels().at(0).source = LabelSource::Corrected;
        shop.labels().erase(shop.labels().begin() + 4);
        VERIFY_RESULT(shop.create(text("b"), {.jpegQuality = 80}));
        const auto difference = dataset::diffDatasets(shop.path(text("a")), shop.path(text("b")));
        VERIFY_RESULT(difference);
        QCOMPARE(difference->same, std::int64_t(7));
        QCOMPARE(difference->changed.size(), std::size_t(1));
        QCOMPARE(difference->changed[0].labelId, text("label-0"));
        QCOMPARE(difference->removed.size(), std::size_t(1));
        QVERIFY(difference->added.empty());
        QCOMPARE(difference->options.value(text("jpeg_quality")).toArray(), (QJsonArray{92, 80}));
    }

    void everyFormat_isMadeVerifiedAndExportedAgain_data()
    {
        QTest::addColumn<QString>("word");
        for (const auto& format : dataset::allFormats())
            QTest::newRow(qPrintable(format->word())) << format->word();
    }
    void everyFormat_isMadeVerifiedAndExportedAgain()
    {
        QFETCH(QString, word);
        dataset::CreateOptions options;
        options.format = word;
        const auto created = m_shop.create(word, options);
        VERIFY_RESULT(created);
        QCOMPARE(created->labels, 36);
        VERIFY_RESULT(dataset::verifyDataset(m_shop.path(word)));
        const auto again = dataset::exportAgain(m_shop.path(word), m_shop.path(word + text("-again")), text("coco"));
        if (word == text("folders")) {
            QVERIFY(!again);
            QCOMPARE(again.error().kind, ErrorKind::Refused);
            return;
        }
        VERIFY_RESULT(again);
        QCOMPARE(again->labels, 36);
        VERIFY_RESULT(dataset::verifyDataset(m_shop.path(word + text("-again"))));
        // The way over another format changes neither boxes nor pictures.
        QCOMPARE(boxesOf(word + text("-again")), boxesOf(text("coco")));
    }

    void foreignDataSets_becomeVersions_withoutMetadata()
    {
        Shop shop;
        const QString folder = shop.path(text("foreign"));
        QVERIFY(makeFolder(folder + text("/images")));
        const QByteArray jpeg = *media::encodeJpeg(numbered(7), 90);
        const QByteArray secret = QByteArray("\xff\xe1\x00\x12", 4) + "GPS 57.7N 11.9E!";
        QVERIFY(writeFile(folder + text("/images/a.jpg"), jpeg.left(2) + secret + jpeg.mid(2)));
        QVERIFY(writeFile(folder + text("/instances_train.json"), R"({"images":[{"id":1,"file_name":"a.jpg","width":160,"height":96}],
            "categories":[{"id":3,"name":"milk"},{"id":9,"name":"milk"}],"annotations":[{"id":1,"image_id":1,"category_id":9,"bbox":[150,10,30,10]}]})"));
        const auto imported = dataset::importDataset(folder, text("coco"), shop.path(text("set")), text("set"));
        VERIFY_RESULT(imported);
        QCOMPARE(imported->created.labels, 1);
        QCOMPARE(imported->notes.size(), 2);
        VERIFY_RESULT(dataset::verifyDataset(shop.path(text("set"))));
        for (const QString& file : shop.files(text("set")))
            QVERIFY2(!shop.read(text("set/") + file).contains("GPS"), qPrintable(file));
        QCOMPARE(numberIn(*media::decodeJpeg(shop.read(text("set/images/train/a.jpg")))), 7);
        VERIFY_RESULT(dataset::exportAgain(shop.path(text("set")), shop.path(text("back")), text("coco")));
        QCOMPARE(annotationsOf(shop, text("back")).at(0).value(text("category_id")).toInt(), 9); // the gap in the ids stays
        QVERIFY(dataset::withoutMetadata("no picture").isEmpty());
    }

    void scrubbing_removesTheSales_andCertifiesIt()
    {
        Shop shop;
        shop.fill(5, 4);
        VERIFY_RESULT(shop.create(text("set"), {.format = text("yolo")}));
        const auto scrubbed = dataset::scrubDataset(shop.path(text("set")), {{text("shop"), text("s-2")}, {text("shop"), text("s-77")}}, 1'000'000, text("operator"));
        VERIFY_RESULT(scrubbed);
        QCOMPARE(scrubbed->pictures, 4);
        QCOMPARE(scrubbed->sales.size(), std::size_t(1));
        QCOMPARE(scrubbed->certificate.value(text("removed_pictures_sha256")).toArray().size(), 4);
        const auto verified = dataset::verifyDataset(shop.path(text("set")));
        VERIFY_RESULT(verified);
        QCOMPARE(verified->labels, 16);
        QCOMPARE(verified->contentHash, scrubbed->contentHash);
        for (const QString& file : shop.files(text("set")))
            QVERIFY2(!file.contains(text("s-2_")) && (file.endsWith(text(".jpg")) || !shop.read(text("set/") + file).contains("\"s-2\"")), qPrintable(file));
        QCOMPARE(shop.besides(), (QStringList{text("media"), text("set")}));
        const auto again = dataset::scrubDataset(shop.path(text("set")), {{text("shop"), text("s-2")}}, 1'000'000, text("operator"));
        VERIFY_RESULT(again);
        QCOMPARE(again->pictures, 0);
    }

    void splits_keepShoppersStoresAndDaysTogether()
    {
        Label label;
        const auto chosen = [&](int sale) {
            label.key = {sale % 2 ? text("north") : text("south"), QStringLiteral("s-%1").arg(sale)};
            dataset::Selected one(label);
            one.shopperRef = QStringLiteral("shopper-%1").arg(sale % 7);
            one.at = (sale % 5) * 24 * 3600 * microsecondsPerSecond + 1;
            return one;
        };
        for (const SplitBy by : {SplitBy::Sale, SplitBy::Shopper, SplitBy::Store, SplitBy::Day}) {
            std::vector<dataset::Selected> labels;
            for (int sale = 0; sale < 70; ++sale) {
                label.labelId = QString::number(sale);
                labels.push_back(chosen(sale));
            }
            dataset::CreateOptions options;
            options.splitBy = by;
            const auto plan = dataset::makePlan(labels, {}, options);
            VERIFY_RESULT(plan);
            std::set<QByteArray> groups;
            for (const auto& planned : plan->labels)
                groups.insert(planned.group);
            const std::map<SplitBy, std::size_t> expected{{SplitBy::Sale, 70}, {SplitBy::Shopper, 14}, {SplitBy::Store, 2}, {SplitBy::Day, 10}};
            QCOMPARE(groups.size(), expected.at(by));
        }
    }

    void nearDuplicates_areThinned_andKeptOutOfOtherSplits()
    {
        Shop shop;
        // Ten sales cite one clip of which neighbours look the same: frames 0 and 1 show 8 and 9, whose last block differs little.
        const QString file = shop.addClip(text("c.mp4"), 2);
        for (int sale = 0; sale < 10; ++sale)
            shop.addLabel(QStringLiteral("s-%1").arg(sale), file, 0);
        dataset::CreateOptions options;
        options.nearDuplicates = NearDuplicates::Thin;
        const auto thinned = shop.create(text("thin"), options);
        VERIFY_RESULT(thinned);
        QCOMPARE(thinned->frames, 1);
        VERIFY_RESULT(dataset::verifyDataset(shop.path(text("thin"))));
        const auto kept = shop.create(text("kept"));
        VERIFY_RESULT(kept);
        QCOMPARE(kept->frames, 10);
        // The same version, claiming to be thinned, leaks.
        const auto labels = dataset::openLabels(shop.path(text("kept/labels.jsonl")));
        VERIFY_RESULT(labels);
        QVERIFY(dataset::checkLeaks(labels->samples, false));
        const auto leaks = dataset::checkLeaks(labels->samples, true);
        QVERIFY(!leaks);
        QCOMPARE(leaks.error().kind, ErrorKind::Integrity);
        QVERIFY2(leaks.error().sentence.contains(text("leaks")), qPrintable(leaks.error().sentence));
    }

    void maskedPictures_sayHowTheyAreMasked()
    {
        Shop shop;
        shop.setMasking(vision::PeopleSettings::Masking::Whole);
        shop.fill(1, 2);
        VERIFY_RESULT(shop.create(text("set")));
        for (const Image& image : imagesOf(shop, text("set"))) {
            const QJsonObject from = image.entry.value(text("cartwright")).toObject();
            QCOMPARE(from.value(text("masking")).toString(), text("whole"));
            QCOMPARE(from.value(text("masked_share")).toDouble(), 1.0);
        }
        shop.setMasking(vision::PeopleSettings::Masking::People);
        if (!QFileInfo::exists(vision::PeopleSettings().cascadeFolder))
            QSKIP("skipped: opencv-data is not installed, so nobody can be looked for");
        VERIFY_RESULT(shop.create(text("people")));
        QCOMPARE(imagesOf(shop, text("people")).at(0).entry.value(text("cartwright"))[text("masking")].toString(), text("people"));
    }

    void aTrainersScript_countsTheSameBoxes()
    {
        const QString python = QStandardPaths::findExecutable(text("python3"));
        if (python.isEmpty())
            QSKIP("skipped: python3 is not installed");
        QVERIFY(QFileInfo::exists(m_shop.path(text("coco"))) && QFileInfo::exists(m_shop.path(text("yolo"))));
        QProcess script;
        script.start(python, {QStringLiteral(CARTWRIGHT_SOURCE_DIR "/tests/dataset/count_boxes.py"), m_shop.path(text("coco")), m_shop.path(text("yolo"))});
        QVERIFY(script.waitForFinished());
        const QByteArray said = script.readAllStandardOutput(), errors = script.readAllStandardError();
        QVERIFY2(script.exitCode() == 0, errors.constData());
        QVERIFY2(said.contains("36 boxes"), said.constData());
    }

    void aDiskThatIsFullHalfWay_leavesNothing_andTheSameCallGoesOn()
    {
        VERIFY_RESULT(m_shop.create(text("calm")));
        qint64 largest = 0;
        for (const QString& file : m_shop.files(text("calm")))
            if (file.endsWith(text(".jpg")))
                largest = std::max(largest, QFileInfo(m_shop.path(text("calm/") + file)).size());
        QVERIFY(QFileInfo(m_shop.path(text("calm/labels.jsonl"))).size() > largest);
        // Files may not grow beyond the pictures, so that what comes after them fails.
        rlimit before = {};
        QVERIFY(::getrlimit(RLIMIT_FSIZE, &before) == 0);
        const auto handler = std::signal(SIGXFSZ, SIG_IGN);
        const rlimit small{static_cast<rlim_t>(largest), before.rlim_max};
        QVERIFY(::setrlimit(RLIMIT_FSIZE, &small) == 0);
        const auto stopped = m_shop.create(text("full"));
        QVERIFY(::setrlimit(RLIMIT_FSIZE, &before) == 0);
        std::signal(SIGXFSZ, handler);
        QVERIFY(!stopped);
        QCOMPARE(stopped.error().kind, ErrorKind::Failed);
        QVERIFY2(stopped.error().sentence.contains(text("Writing")), qPrintable(stopped.error().sentence));
        QVERIFY(!QFileInfo::exists(m_shop.path(text("full"))));
        std::int64_t steps = 0;
        VERIFY_RESULT(m_shop.create(text("full"), {}, {}, [&](std::int64_t, std::int64_t) { ++steps; }));
        QVERIFY2(steps <= 12, qPrintable(QString::number(steps))); // pictures were kept, a group at a time
        QCOMPARE(m_shop.sums(text("full")), m_shop.sums(text("calm")));
    }

    void aTargetThatIsThere_isRefused()
    {
        Shop shop;
        shop.fill(1, 2);
        VERIFY_RESULT(shop.create(text("set")));
        QVERIFY(makeFolder(shop.path(text("full"))));
        QVERIFY(writeFile(shop.path(text("full/x")), "mine"));
        const auto again = dataset::exportAgain(shop.path(text("set")), shop.path(text("full")), text("voc"));
        QVERIFY(!again);
        QCOMPARE(again.error().kind, ErrorKind::Refused);
        QCOMPARE(shop.files(text("full")), QStringList{text("x")});
    }

    void initTestCase() { m_shop.fill(12, 3); }

private:
    /// Boxes of a COCO version by picture, category and place.
    QStringList boxesOf(const QString& name) const
    {
        std::map<int, QString> pictures;
        for (const Image& image : imagesOf(m_shop, name))
            pictures[image.entry.value(text("id")).toInt()] = image.entry.value(text("cartwright"))[text("picture_sha256")].toString();
        QStringList boxes;
        for (const QJsonObject& annotation : annotationsOf(m_shop, name)) {
            QString box = pictures[annotation.value(text("image_id")).toInt()] + QString::number(annotation.value(text("category_id")).toInt());
            for (const auto& value : annotation.value(text("bbox")).toArray())
                box += QStringLiteral(" %1").arg(value.toDouble());
            boxes.append(box);
        }
        boxes.sort();
        return boxes;
    }

    Shop m_shop;
};

QTEST_GUILESS_MAIN(VersionsTest)
#include "tst_versions.moc"
