#include "read_back.h"

#include "core/media/clip_index.h"

#include <QtTest>

#include <set>
#include <sys/stat.h>

using namespace labelled;

class ContentTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void images_showExactlyTheLabelledFrames()
    {
        Shop shop;
        const QString file = shop.addClip(text("shop/s-1/r1/cam-1.mp4"), 40, 100);
        for (const int frame : {31, 0, 5, 39, 13})
            shop.addLabel(text("s-1"), file, frame * frameDistance);
        // A moment between two frames belongs to the earlier one.
        shop.addLabel(text("s-1"), file, 20 * frameDistance + frameDistance / 2);
        const auto created = shop.create(text("set"));
        VERIFY_RESULT(created);
        QCOMPARE(created->frames, 6);
        QCOMPARE(created->labels, 6);
        QCOMPARE(created->categories, 1);
        QVERIFY(!created->already);
        QVERIFY(created->notes.isEmpty());

        std::set<int> seen;
        for (const Image& image : imagesOf(shop, text("set"))) {
            const auto picture = media::decodeJpeg(shop.read(text("set/") + image.path));
            VERIFY_RESULT(picture);
            QCOMPARE(picture->width, width);
            QCOMPARE(image.entry.value(text("width")).toInt(), width);
            QCOMPARE(image.entry.value(text("height")).toInt(), height);
            const auto from = image.entry.value(text("cartwright")).toObject();
            const int frame = from.value(text("frame")).toInt();
            QCOMPARE(numberIn(*picture), 100 + frame);
            QCOMPARE(from.value(text("timestamp_us")).toInteger(), qint64(frame * frameDistance));
            QCOMPARE(from.value(text("clip_sha256")).toString(), shop.labels().front().clipSha256);
            QCOMPARE(from.value(text("sale")).toString(), text("s-1"));
            QCOMPARE(from.value(text("camera")).toString(), text("cam-1"));
            seen.insert(frame);
        }
        QCOMPARE(seen, (std::set<int>{0, 5, 13, 20, 31, 39}));
        VERIFY_RESULT(dataset::verifyDataset(shop.path(text("set"))));
    }

    void annotations_carryBoxProductAndProvenance()
    {
        Shop shop;
        const QString file = shop.addClip(text("c.mp4"), 5);
        Label& first = shop.addLabel(text("s-1"), file, 0, {10.5, 12, 30, 40});
        first.gtin = gtin(2);
        first.action = EventKind::Return;
        first.source = LabelSource::Drawn;
        first.verdictNumber = 3;
        shop.addLabel(text("s-1"), file, 0, {60, 12, 30, 40});
        shop.addLabel(text("s-1"), file, frameDistance, {-10, -5, 30, 200}).gtin = gtin(9);
        dataset::CreateOptions options;
        options.licence = text("CC-BY-4.0");
        options.name = text("Bottles");
        const auto created = shop.create(text("set"), options);
        VERIFY_RESULT(created);
        QCOMPARE(created->frames, 2);
        QCOMPARE(created->categories, 3);

        const auto annotations = annotationsOf(shop, text("set"));
        QCOMPARE(annotations.size(), std::size_t(3));
        const QJsonObject drawn = annotations[0];
        QCOMPARE(drawn.value(text("bbox")).toArray(), (QJsonArray{10.5, 12, 30, 40}));
        QCOMPARE(drawn.value(text("area")).toDouble(), 1200.0);
        QCOMPARE(drawn.value(text("iscrowd")).toInt(-1), 0);
        QCOMPARE(drawn.value(text("segmentation")).toArray().at(0).toArray(),
                 (QJsonArray{10.5, 12, 40.5, 12, 40.5, 52, 10.5, 52}));
        const QJsonObject attributes = drawn.value(text("attributes")).toObject();
        QCOMPARE(attributes.value(text("action")).toString(), text("return"));
        QCOMPARE(attributes.value(text("source")).toString(), text("drawn"));
        QCOMPARE(attributes.value(text("verdict")).toInt(), 3);
        QCOMPARE(attributes.value(text("model_version")).toString(), text("bin-activity 1"));
        QCOMPARE(drawn.value(text("image_id")), annotations[1].value(text("image_id")));
        // Clipped to the picture.
        QCOMPARE(annotations[2].value(text("bbox")).toArray(), (QJsonArray{0, 0, 20, height}));

        const auto images = imagesOf(shop, text("set"));
        const auto document =
            shop.json(QStringLiteral("set/annotations/instances_%1.json").arg(images[0].split));
        QCOMPARE(document.value(text("info")).toObject().value(text("description")).toString(),
                 text("Bottles"));
        QCOMPARE(document.value(text("licenses")).toArray().at(0)[text("name")].toString(),
                 text("CC-BY-4.0"));
        const QJsonArray categories = document.value(text("categories")).toArray();
        QCOMPARE(categories.at(0)[text("name")].toString(), text("Oat milk"));
        QCOMPARE(categories.at(1)[text("gtin")].toString(), gtin(2).digits());
        QCOMPARE(categories.at(2)[text("name")].toString(), gtin(9).digits()); // no name is known
        QCOMPARE(drawn.value(text("category_id")).toInt(), 2);
    }

    void reviewers_appearUnderPseudonymsOnly()
    {
        Shop shop;
        const QString file = shop.addClip(text("c.mp4"), 3);
        shop.addLabel(text("s-1"), file, 0);
        shop.addLabel(text("s-1"), file, frameDistance).reviewer = text("Bo Second");
        shop.addLabel(text("s-1"), file, 2 * frameDistance);
        VERIFY_RESULT(shop.create(text("set")));
        for (const QString& path : shop.files(text("set"))) {
            const QByteArray bytes = shop.read(text("set/") + path);
            QVERIFY2(!bytes.contains("Rosa") && !bytes.contains("Bo Second"), qPrintable(path));
        }
        std::vector<QString> names;
        for (const QJsonObject& annotation : annotationsOf(shop, text("set")))
            names.push_back(
                annotation.value(text("attributes")).toObject().value(text("reviewer")).toString());
        QCOMPARE(names.size(), std::size_t(3));
        QVERIFY(names[0].startsWith(text("reviewer-")));
        QCOMPARE(names[0], names[2]);
        QVERIFY(names[0] != names[1]);
    }

    void modes_areForTheOwnerOnly()
    {
        Shop shop;
        shop.fill(1, 2);
        VERIFY_RESULT(shop.create(text("set")));
        const auto modeOf = [&](const QString& path) {
            struct stat found = {};
            ::stat(QFile::encodeName(path).constData(), &found);
            return found.st_mode & 0777;
        };
        QCOMPARE(modeOf(shop.path(text("set"))), mode_t(0700));
        QCOMPARE(modeOf(shop.path(text("set/images/train"))), mode_t(0700));
        for (const QString& path : shop.files(text("set")))
            QCOMPARE(modeOf(shop.path(text("set/") + path)), mode_t(0600));
        QCOMPARE(shop.besides(), (QStringList{text("media"), text("set")}));
    }

    void sums_areWhatSha256sumChecks()
    {
        Shop shop;
        shop.fill(2, 3);
        VERIFY_RESULT(shop.create(text("set")));
        QProcess program;
        program.setWorkingDirectory(shop.path(text("set")));
        program.start(text("sha256sum"),
                      {text("--check"), text("--strict"), text("--quiet"), text("SHA256SUMS")});
        QVERIFY(program.waitForFinished());
        QVERIFY2(program.exitCode() == 0, program.readAllStandardError().constData());
        QCOMPARE(shop.sums(text("set")).count('\n'), shop.files(text("set")).size() - 1);
    }

    void boxesOutsideThePicture_areLeftOutAndCounted()
    {
        Shop shop;
        const QString file = shop.addClip(text("c.mp4"), 4);
        shop.addLabel(text("s-1"), file, 0);
        shop.addLabel(text("s-1"), file, 0, {width, 10, 5, 5});
        shop.addLabel(text("s-1"), file, frameDistance, {-20, -20, 20, 20});
        shop.addLabel(text("s-1"), file, frameDistance, {5, 5, 0, 10});
        shop.addLabel(text("s-1"), file, 100 * frameDistance);
        const auto created = shop.create(text("set"));
        VERIFY_RESULT(created);
        QCOMPARE(created->labels, 1);
        QCOMPARE(created->frames, 1);
        QCOMPARE(created->notes.size(), 2);
        QVERIFY(created->notes.at(0).contains(text("3 labels")));
        QVERIFY(created->notes.at(1).contains(text("1 label was")));
        const QJsonArray left = shop.json(text("set/manifest.json")).value(text("left_out")).toArray();
        QCOMPARE(left.size(), 4);
        VERIFY_RESULT(dataset::verifyDataset(shop.path(text("set"))));

        shop.labels().erase(shop.labels().begin());
        const auto none = shop.create(text("none"));
        QVERIFY(!none);
        QCOMPARE(none.error().kind, ErrorKind::NotFound);
        QCOMPARE(shop.besides(), (QStringList{text("media"), text("set")}));
    }

    void damagedFrames_areLeftOutAndCounted()
    {
        Shop shop;
        const QString file = shop.addClip(text("c.mp4"), 120);
        const QString path = shop.mediaFolder() + QLatin1Char('/') + file;
        QByteArray bytes = *readFile(path);
        for (qsizetype i = bytes.size() / 3; i < bytes.size() / 2; ++i)
            bytes[i] = static_cast<char>(i * 31 % 251);
        QVERIFY(writeFile(path, bytes));
        const auto index = media::loadOrMakeIndex(path);
        VERIFY_RESULT(index);
        int damaged = 0;
        for (const auto& frame : index->frames) {
            damaged += frame.damaged ? 1 : 0;
            shop.addLabel(text("s-1"), file, frame.timestamp);
        }
        QVERIFY(damaged > 0);
        const auto created = shop.create(text("set"));
        VERIFY_RESULT(created);
        QCOMPARE(created->labels, static_cast<int>(index->frames.size()) - damaged);
        QVERIFY(created->notes.join(QLatin1Char(' ')).contains(text("damaged")));
        VERIFY_RESULT(dataset::verifyDataset(shop.path(text("set"))));
    }

    void hostileIds_giveHarmlessFileNames()
    {
        Shop shop;
        const QString file = shop.addClip(text("c.mp4"), 2);
        const QStringList sales{
            text("../x"),    text("a/b"), text("a_b"), text("\"; rm -rf '"), text("-n"),
            text("a\nb\\c"), text("."),   text(".."),  text("räksmörgås"),   QString(300, QLatin1Char('x'))};
        for (const QString& sale : sales)
            shop.addLabel(sale, file, 0).cameraId = text("../../cam");
        const auto created = shop.create(text("set"));
        VERIFY_RESULT(created);
        QCOMPARE(created->frames, sales.size());
        const QRegularExpression harmless(
            text("^images/(train|val|test)/[A-Za-z0-9_][A-Za-z0-9_-]{0,120}\\.jpg$"));
        std::set<QString> names;
        for (const Image& image : imagesOf(shop, text("set"))) {
            QVERIFY2(harmless.match(image.path).hasMatch(), qPrintable(image.path));
            QVERIFY(QFileInfo(shop.path(text("set/") + image.path)).isFile());
            names.insert(image.path);
            QVERIFY(sales.contains(
                image.entry.value(text("cartwright")).toObject().value(text("sale")).toString()));
        }
        QCOMPARE(names.size(), std::size_t(sales.size()));
        QCOMPARE(shop.besides(), (QStringList{text("media"), text("set")}));
        VERIFY_RESULT(dataset::verifyDataset(shop.path(text("set"))));
    }
};

QTEST_GUILESS_MAIN(ContentTest)
#include "tst_content.moc"
