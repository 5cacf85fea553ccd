#include "core/base/safe_file.h"
#include "core/dataset/intake.h"
#include "core/dataset/json_lines.h"
#include "core/dataset/shard.h"
#include "core/media/jpeg.h"

#include <QDir>
#include <QTemporaryDir>
#include <QtTest>

#include <cmath>
#include <random>
#include <set>

using namespace cartwright;
using namespace cartwright::dataset;

namespace {

QString text(const char* words) { return QString::fromUtf8(words); }

media::Picture plain(int width, int height)
{
    const auto bytes = static_cast<std::size_t>(width * height * 3);
    const std::shared_ptr<std::uint8_t[]> pixels(new std::uint8_t[bytes]);
    std::fill_n(pixels.get(), bytes, std::uint8_t{120});
    return {width, height, width * 3, media::PixelLayout::Bgr24, {pixels, pixels.get()}};
}

/// A collection by chance: sequences with tracks that come and go, boxes at any place, names that files and markup dislike.
Collection randomCollection(unsigned seed)
{
    std::mt19937 random(seed);
    const auto upTo = [&](int most) { return static_cast<int>(random() % static_cast<unsigned>(most + 1)); };
    const auto share = [&] { return std::uniform_real_distribution<double>(0, 1)(random); };
    Collection collection;
    Header& header = collection.header;
    header = {text("made up"), text("CC BY 4.0"), text("1"), {}, {text("train"), text("val"), text("test")}};
    const QStringList names{text("Oat milk, 1 l"), text("Crème \"fraîche\" & <co>"), text("it's: 3 # no [comment]"), text("牛乳"), text("- x")};
    for (int i = 0; i < names.size(); ++i)
        header.categories.push_back({1 + 2 * i, names[i], i == 0 ? text("00000000000017") : QString()});
    for (int sequence = 0; sequence < 5; ++sequence) {
        const int width = 60 + upTo(100), height = 40 + upTo(80);
        for (int number = 0, pictures = 1 + upTo(5); number < pictures; ++number) {
            Sample sample;
            sample.sequence = QStringLiteral("s-%1_cam_%2").arg(sequence).arg(seed);
            sample.number = number;
            sample.name = QStringLiteral("%1_%2").arg(sample.sequence).arg(number);
            sample.subset = header.subsets[sequence % 3];
            sample.width = width;
            sample.height = height;
            for (int track = 0; track < 3; ++track) {
                const double x = share() * (width - 4), y = share() * (height - 4);
                Mark mark{.box = {x, y, 2 + share() * (width - x - 2), 2 + share() * (height - y - 2)},
                          .category = static_cast<std::size_t>((sequence + track) % names.size()),
                          .track = track == 0 ? QString() : QStringLiteral("%1").arg(track),
                          .keyframe = track == 0 || number % 2 == 0,
                          .attributes = {{text("action"), track == 1 ? text("take") : text("return <&>")}}};
                if (upTo(3) > 0)
                    sample.marks.push_back(mark);
            }
            collection.samples.push_back(sample);
        }
    }
    return collection;
}

/// Writes a collection as a version would: pictures where the format wants them, then its files.
Result<void> writeCollection(const Format& format, Collection& collection, const QString& folder, Sums& sums)
{
    OutFolder out(folder, sums);
    std::map<QString, QByteArray> pictures;
    for (Sample& sample : collection.samples) {
        sample.file = format.pictureOf(sample);
        const auto jpeg = media::encodeJpeg(plain(sample.width, sample.height), 80);
        if (!jpeg)
            return failure(jpeg.error());
        pictures[sample.file] = *jpeg;
        if (!format.packsPictures())
            if (auto put = out.put(sample.file, *jpeg); !put)
                return put;
    }
    const Samples samples = [&](const UseSample& use) -> Result<void> {
        for (const Sample& sample : collection.samples)
            if (auto used = use(sample); !used)
                return used;
        return {};
    };
    if (auto labels = writeLabels(out, QLatin1String(labelsFile), collection.header, samples); !labels)
        return labels;
    return format.write(out, collection.header, samples, [&](const Sample& sample) { return pictures[sample.file]; });
}

double furthest(const Box& one, const Box& other)
{
    return std::max({std::abs(one.x - other.x), std::abs(one.y - other.y), std::abs(one.x + one.width - other.x - other.width),
                     std::abs(one.y + one.height - other.y - other.height)});
}

/// How a picture is recognised again in formats that name pictures in their own way.
QString keyOf(const Format& format, const Sample& sample)
{
    const bool bySequence = format.word() == QLatin1String("mot") || format.word() == QLatin1String("cvat-video");
    return bySequence ? QStringLiteral("%1/%2/%3").arg(sample.subset, sample.sequence).arg(sample.number)
                      : QStringLiteral("%1/%2").arg(sample.subset, sample.name);
}

/// The mark of `found` nearest to one that was written, of the same category; each is used once.
const Mark* takeNearest(const Mark& wanted, const QString& category, const Collection& collection, const Sample& found, std::set<const Mark*>& used)
{
    const Mark* nearest = nullptr;
    for (const Mark& mark : found.marks)
        if (!used.contains(&mark) && collection.header.categories[mark.category].name == category &&
            (!nearest || furthest(mark.box, wanted.box) < furthest(nearest->box, wanted.box)))
            nearest = &mark;
    used.insert(nearest);
    return nearest;
}

struct RealFile
{
    const char* name;
    const char* format;
    const char* folder; ///< below the folder of exports
    int pictures;
    int marks;
    int categories;
    const char* note; ///< a kind of note that must be among them, or empty
};

const std::vector<RealFile>& realFiles()
{
    static const QByteArray same = kinds::sameName().toUtf8(), zero = kinds::zeroId().toUtf8(), missing = kinds::missingPicture().toUtf8(),
                            other = kinds::otherShape().toUtf8(), outline = kinds::boxOfShape().toUtf8();
    static const std::vector<RealFile> list{
        {"coco, ids 1, 2, 4", "coco", "datumaro-open-edge/tests/assets/coco_dataset/coco_instances", 2, 3, 3, ""},
        {"coco of roboflow", "coco", "datumaro-open-edge/tests/assets/roboflow_dataset/coco", 3, 4, 2, zero.constData()},
        {"yolo of roboflow", "yolo", "datumaro-open-edge/tests/assets/roboflow_dataset/yolo", 3, 4, 2, ""},
        {"yolo, fridge", "yolo", "yolo-smart-refrigerator", 30, 391, 30, ""},
        {"yolo of darknet", "yolo", "datumaro-open-edge/tests/assets/yolo_dataset/strict", 1, 2, 10, ""},
        {"yolo, loose", "yolo", "datumaro-open-edge/tests/assets/yolo_dataset/labels", 2, 4, 10, ""},
        {"voc of roboflow", "voc", "datumaro-open-edge/tests/assets/roboflow_dataset/voc", 3, 4, 2, ""},
        {"voc 2007", "voc", "datumaro-open-edge/tests/assets/voc_dataset/voc_dataset1", 1, 2, 2, ""},
        {"cvat task", "cvat-images", "datumaro-open-edge/tests/assets/cvat_dataset/for_images/export_task", 2, 2, 3, other.constData()},
        {"cvat project", "cvat-images", "datumaro-open-edge/tests/assets/cvat_dataset/for_images/export_project", 6, 6, 2, outline.constData()},
        {"cvat video", "cvat-video", "datumaro-open-edge/tests/assets/cvat_dataset/for_video", 3, 1, 3, other.constData()},
        {"datumaro, old form", "datumaro", "datumaro-open-edge/tests/assets/datumaro_dataset/legacy", 4, 7, 4, ""},
        {"mot", "mot", "datumaro-open-edge/tests/assets/mot_dataset/mot_seq", 1, 1, 10, ""},
        {"imagenet", "folders", "datumaro-open-edge/tests/assets/imagenet_dataset", 3, 3, 2, ""},
    };
    return list;
}

} // namespace

class FormatsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void roundTrip_isExactWithinHalfAPixel_data()
    {
        QTest::addColumn<QString>("word");
        QTest::addColumn<int>("seed");
        for (const auto& format : allFormats())
            for (int seed = 1; seed <= 8; ++seed)
                QTest::addRow("%s, seed %d", qPrintable(format->word()), seed) << format->word() << seed;
    }

    void roundTrip_isExactWithinHalfAPixel()
    {
        QFETCH(QString, word);
        QFETCH(int, seed);
        const Format& format = **formatOf(word);
        Collection written = randomCollection(static_cast<unsigned>(seed));
        QTemporaryDir folder;
        Sums sums;
        const auto done = writeCollection(format, written, folder.path(), sums);
        QVERIFY2(done, done ? "" : qPrintable(done.error().sentence));
        ReadNotes notes;
        const auto read = format.read(folder.path(), notes);
        QVERIFY2(read, read ? "" : qPrintable(read.error().sentence));
        QVERIFY2(notes.isEmpty(), qPrintable(notes.sentences().join(text(" "))));
        if (!format.keepsBoxes())
            return compareCrops(written, *read);
        compareBoxes(format, written, *read);
        // Each file that was written is known by its hash.
        for (const QString& path : filesBelow(folder.path(), {QString()}))
            QCOMPARE(sums[path], sha256OfFile(folder.filePath(path)).value_or(QString()));
    }

    void sameCollection_givesTheSameBytes()
    {
        for (const auto& format : allFormats()) {
            Sums first, second;
            for (Sums* sums : {&first, &second}) {
                QTemporaryDir folder;
                Collection collection = randomCollection(5);
                QVERIFY(writeCollection(*format, collection, folder.path(), *sums));
            }
            QVERIFY(!first.empty());
            QVERIFY2(first == second, qPrintable(format->word()));
        }
    }

    void realFiles_areRead_data()
    {
        QTest::addColumn<int>("place");
        for (std::size_t place = 0; place < realFiles().size(); ++place)
            QTest::addRow("%s", realFiles()[place].name) << static_cast<int>(place);
    }

    void realFiles_areRead()
    {
        QFETCH(int, place);
        const RealFile& real = realFiles()[static_cast<std::size_t>(place)];
        const QString folder = QStringLiteral(CARTWRIGHT_TEST_DATA "/exports/") + text(real.folder);
        if (!QFileInfo(folder).isDir())
            QSKIP(qPrintable(text("skipped: %1 is not on this machine").arg(folder)));
        ReadNotes notes;
        const auto read = (*formatOf(text(real.format)))->read(folder, notes);
        QVERIFY2(read, read ? "" : qPrintable(read.error().sentence));
        std::size_t marks = 0;
        for (const Sample& sample : read->samples) {
            marks += sample.marks.size();
            for (const Mark& mark : sample.marks)
                QVERIFY(mark.box.x >= 0 && mark.box.width > 0 && mark.box.x + mark.box.width <= sample.width + 1e-6);
        }
        const QByteArray said = notes.sentences().join(QLatin1Char('\n')).toUtf8();
        QVERIFY2(static_cast<int>(read->samples.size()) == real.pictures && static_cast<int>(marks) == real.marks &&
                     static_cast<int>(read->header.categories.size()) == real.categories,
                 qPrintable(text("%1 pictures, %2 marks, %3 categories\n%4").arg(read->samples.size()).arg(marks).arg(read->header.categories.size()).arg(QString::fromUtf8(said))));
        QVERIFY2(real.note[0] == 0 || notes.count(text(real.note)) > 0, said.constData());
    }

    void idsWithGaps_areKept()
    {
        Collection written = randomCollection(3);
        QTemporaryDir folder;
        Sums sums;
        QVERIFY(writeCollection(**formatOf(text("coco")), written, folder.path(), sums));
        ReadNotes notes;
        const auto read = (*formatOf(text("coco")))->read(folder.path(), notes);
        QVERIFY(read);
        QCOMPARE(read->header.categories.size(), written.header.categories.size());
        for (std::size_t i = 0; i < read->header.categories.size(); ++i)
            QVERIFY(read->header.categories[i] == written.header.categories[i]);
    }

    void badCoco_isReportedPieceByPiece()
    {
        QTemporaryDir folder;
        QVERIFY(makeFolder(folder.filePath(text("images"))));
        QVERIFY(writeFile(folder.filePath(text("images/a.jpg")), *media::encodeJpeg(plain(100, 50), 80)));
        QVERIFY(writeFile(folder.filePath(text("instances_train.json")), R"({"images":[
            {"id":0,"file_name":"a.jpg","width":100,"height":50},{"id":9,"file_name":"gone.jpg","width":10,"height":10},
            {"id":11,"file_name":"../../../etc/hostname","width":10,"height":10}],
            "categories":[{"id":0,"name":"milk"},{"id":7,"name":"milk"},{"id":7,"name":"juice"}],
            "annotations":[{"id":0,"image_id":0,"category_id":0,"bbox":[90,10,30,10]},{"id":1,"image_id":0,"category_id":7,"bbox":[10,10,5,5]},
            {"id":2,"image_id":0,"category_id":7,"bbox":[200,10,5,5]},{"id":3,"image_id":0,"category_id":5,"bbox":[1,1,5,5]},
            {"id":4,"image_id":9,"category_id":7,"bbox":[1,1,5,5]},{"id":5,"image_id":77,"category_id":7,"bbox":[1,1,5,5]},
            {"id":6,"image_id":0,"category_id":7,"bbox":[1,1,-5,5]},{"id":7,"image_id":0,"category_id":7}]})"));
        ReadNotes notes;
        const auto read = (*formatOf(text("coco")))->read(folder.path(), notes);
        QVERIFY2(read, read ? "" : qPrintable(read.error().sentence));
        QCOMPARE(read->samples.size(), std::size_t(1));
        QCOMPARE(read->samples[0].marks.size(), std::size_t(2));
        QCOMPARE(read->samples[0].marks[0].box.width, 10.0);
        for (const auto& [kind, count] : std::map<QString, int>{{kinds::zeroId(), 3}, {kinds::sameName(), 1}, {kinds::sameId(), 1}, {kinds::cutBox(), 1}, {kinds::lostBox(), 2}, {kinds::unknownCategory(), 1}, {kinds::missingPicture(), 1}, {kinds::unknownPicture(), 1}, {kinds::outsideFolder(), 1}, {kinds::otherShape(), 1}})
            QVERIFY2(notes.count(kind) == count, qPrintable(kind + text(": ") + notes.sentences().join(text("\n"))));
    }

    void brokenFiles_areRefused_data()
    {
        QTest::addColumn<QString>("word");
        QTest::addColumn<QString>("file");
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("coco cut short") << "coco" << "instances_train.json" << QByteArray("{\"images\":[");
        QTest::newRow("coco without lists") << "coco" << "instances_train.json" << QByteArray("{\"images\":[]}");
        QTest::newRow("voc cut short") << "voc" << "a.xml" << QByteArray("<annotation><object><name>x");
        QTest::newRow("cvat cut short") << "cvat-images" << "annotations.xml" << QByteArray("<annotations><image name='a.jpg'>");
        QTest::newRow("cvat video, wrong end") << "cvat-video" << "annotations.xml" << QByteArray("<annotations><track></annotations>");
        QTest::newRow("datumaro without items") << "datumaro" << "annotations/train.json" << QByteArray("{}");
        QTest::newRow("yolo without names") << "yolo" << "data.yaml" << QByteArray("nc: 2\n");
        QTest::newRow("lines of another schema") << "jsonl" << "labels.jsonl" << QByteArray("{\"schema\":\"x/1\"}\n");
        QTest::newRow("nothing there") << "mot" << "readme" << QByteArray("hello");
    }

    void brokenFiles_areRefused()
    {
        QFETCH(QString, word);
        QFETCH(QString, file);
        QFETCH(QByteArray, bytes);
        QTemporaryDir folder;
        QVERIFY(makeFolder(QFileInfo(folder.filePath(file)).path()));
        QVERIFY(writeFile(folder.filePath(file), bytes));
        ReadNotes notes;
        const auto read = (*formatOf(word))->read(folder.path(), notes);
        QVERIFY(!read);
        QVERIFY2(read.error().kind == ErrorKind::Refused || read.error().kind == ErrorKind::NotFound, qPrintable(read.error().sentence));
    }

    void shards_haveNoTimesOrOwners_andACutOneIsRefused()
    {
        QTemporaryDir folder;
        Sums sums;
        Collection collection = randomCollection(2);
        QVERIFY(writeCollection(**formatOf(text("webdataset")), collection, folder.path(), sums));
        const QByteArray tar = readFile(folder.filePath(text("train-000000.tar"))).value_or(QByteArray());
        QCOMPARE(tar.mid(257, 5), QByteArray("ustar"));
        QCOMPARE(tar.mid(136, 11).toLongLong(nullptr, 8), 0LL); // time
        QCOMPARE(tar.mid(108, 6).toLongLong(nullptr, 8), 0LL);  // owner
        QVERIFY(QByteArray(tar.mid(265, 32)).replace('\0', "").isEmpty());
        QVERIFY(writeFile(folder.filePath(text("train-000000.tar")), tar.left(tar.size() / 2 - 100)));
        ReadNotes notes;
        const auto read = (*formatOf(text("webdataset")))->read(folder.path(), notes);
        QVERIFY(!read);
        QCOMPARE(read.error().kind, ErrorKind::Refused);
    }

private:
    static void compareBoxes(const Format& format, const Collection& written, const Collection& read)
    {
        std::map<QString, const Sample*> byKey;
        for (const Sample& sample : read.samples)
            byKey[keyOf(format, sample)] = &sample;
        QCOMPARE(byKey.size(), written.samples.size());
        for (const Sample& sample : written.samples) {
            const Sample* found = byKey[keyOf(format, sample)];
            QVERIFY2(found, qPrintable(sample.name));
            QCOMPARE(found->width, sample.width);
            QCOMPARE(found->height, sample.height);
            QCOMPARE(found->marks.size(), sample.marks.size());
            std::set<const Mark*> used;
            for (const Mark& mark : sample.marks) {
                const QString category = written.header.categories[mark.category].name;
                const Mark* near = takeNearest(mark, category, read, *found, used);
                QVERIFY2(near, qPrintable(category));
                QVERIFY2(furthest(near->box, mark.box) <= 0.5, qPrintable(sample.name));
                if (format.keepsTracks() && format.word() != QLatin1String("mot"))
                    QCOMPARE(near->keyframe, mark.keyframe);
            }
        }
        if (format.keepsTracks())
            QCOMPARE(tracksOf(read, false), tracksOf(written, format.word() == QLatin1String("mot") || format.word() == QLatin1String("cvat-video")));
    }

    /// How many objects there are in each sequence; formats of tracks make one of each mark without a track.
    static std::map<QString, std::size_t> tracksOf(const Collection& collection, bool lonelyOnes)
    {
        std::map<QString, std::set<QString>> tracks;
        int lonely = 0;
        for (const Sample& sample : collection.samples)
            for (const Mark& mark : sample.marks)
                if (!mark.track.isEmpty())
                    tracks[sample.sequence].insert(mark.track + QString::number(mark.category));
                else if (lonelyOnes)
                    tracks[sample.sequence].insert(QStringLiteral("lonely %1").arg(++lonely));
        std::map<QString, std::size_t> counts;
        for (const auto& [sequence, own] : tracks)
            counts[sequence] = own.size();
        return counts;
    }

    static void compareCrops(const Collection& written, const Collection& read)
    {
        std::map<QString, int> expected, found;
        for (const Sample& sample : written.samples)
            for (const Mark& mark : sample.marks) {
                const int width = static_cast<int>(std::ceil(mark.box.x + mark.box.width) - std::floor(mark.box.x));
                const int height = static_cast<int>(std::ceil(mark.box.y + mark.box.height) - std::floor(mark.box.y));
                ++expected[QStringLiteral("%1 %2 %3x%4").arg(sample.subset, written.header.categories[mark.category].name).arg(width).arg(height)];
            }
        for (const Sample& sample : read.samples)
            ++found[QStringLiteral("%1 %2 %3x%4").arg(sample.subset, read.header.categories[sample.marks.at(0).category].name).arg(sample.width).arg(sample.height)];
        QCOMPARE(found, expected);
    }
};

QTEST_GUILESS_MAIN(FormatsTest)
#include "tst_formats.moc"
