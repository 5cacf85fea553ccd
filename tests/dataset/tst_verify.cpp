#include "labelled_clips.h"

#include <QtTest>

#include <functional>
#include <unistd.h>

using namespace labelled;
using dataset::Split;

class VerifyTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_shop = std::make_unique<Shop>();
        m_shop->fill(24, 3); // enough sales for every split
        const auto created = m_shop->create(text("original"));
        QVERIFY2(created, created ? "" : qPrintable(created.error().sentence));
    }
    void init()
    {
        QVERIFY(!QFileInfo::exists(path(QString())) || QDir(path(QString())).removeRecursively());
        for (const QString& file : m_shop->files(text("original"))) {
            QVERIFY(QDir().mkpath(QFileInfo(path(file)).path()));
            QVERIFY(QFile::copy(m_shop->path(text("original/") + file), path(file)));
        }
    }

    void wholeDataset_isFoundWhole()
    {
        const auto verified = verify();
        QVERIFY2(verified, verified ? "" : qPrintable(verified.error().sentence));
        QCOMPARE(verified->frames, 72);
        QCOMPARE(verified->labels, 72);
        QCOMPARE(verified->categories, 3);
        QCOMPARE(verified->files, 72 + 3 + 4 + 8); // pictures, annotations, descriptions, plots
        QCOMPARE(verified->contentHash, sha256Of(m_shop->sums(text("set"))));
    }

    void anyChangedFile_isNamed_data()
    {
        QTest::addColumn<QString>("which");
        for (const char* which : {"images/", "annotations/instances_val.json", "card.md", "labels.jsonl", "plots/sizes.png", "manifest.json"})
            QTest::newRow(which) << text(which);
    }
    void anyChangedFile_isNamed()
    {
        QFETCH(QString, which);
        const QString file = fileLike(which);
        QByteArray bytes = m_shop->read(text("set/") + file);
        const auto middle = bytes.size() / 2;
        bytes[middle] = static_cast<char>(bytes[middle] ^ 1);
        put(file, bytes);
        verifyThatItIsBad(file);
    }

    void missingFile_isNamed()
    {
        const QString file = fileLike(text("images/"));
        QVERIFY(QFile::remove(path(file)));
        verifyThatItIsBad(file);
    }
    void extraFile_isNamed()
    {
        put(text("images/train/extra.jpg"), "extra");
        verifyThatItIsBad(text("images/train/extra.jpg"));
    }
    void hiddenExtraFile_isNamed()
    {
        put(text(".hidden"), "extra");
        verifyThatItIsBad(text(".hidden"));
    }
    void linkInPlaceOfAFile_isNamed()
    {
        const QString file = fileLike(text("images/"));
        QVERIFY(QFile::rename(path(file), m_shop->path(text("elsewhere.jpg"))));
        QVERIFY(::symlink(m_shop->path(text("elsewhere.jpg")).toLocal8Bit().constData(),
                          path(file).toLocal8Bit().constData()) == 0);
        verifyThatItIsBad(file);
    }

    void brokenSums_areNamed_data()
    {
        QTest::addColumn<QByteArray>("line");
        const QByteArray hash(64, 'a');
        QTest::newRow("outside") << hash + "  ../media/x\n";
        QTest::newRow("absolute") << hash + "  /etc/passwd\n";
        QTest::newRow("short hash") << QByteArray("abc  card.md\n");
        QTest::newRow("no line end") << hash + "  zzz";
        QTest::newRow("empty line") << QByteArray("\n");
        QTest::newRow("twice") << hash + "  card.md\n";
    }
    void brokenSums_areNamed()
    {
        QFETCH(QByteArray, line);
        put(text("SHA256SUMS"), m_shop->sums(text("set")) + line);
        verifyThatItIsBad(text("SHA256SUMS"));
    }
    void missingSums_areNamed()
    {
        QVERIFY(QFile::remove(path(text("SHA256SUMS"))));
        verifyThatItIsBad(text("SHA256SUMS"));
    }

    /// Changes that come with right hashes, as a faulty tool would make them.
    void contradictions_areNamed_data()
    {
        using Change = std::function<void(QJsonObject&)>;
        QTest::addColumn<Change>("change");
        const auto row = [](const char* name, const Change& change) { QTest::newRow(name) << change; };
        const auto inAnnotation = [](const QString& key, const QJsonValue& value) -> Change {
            return [=](QJsonObject& file) { edit(file, text("annotations"), key, value); };
        };
        const auto inImage = [](const QString& key, const QJsonValue& value) -> Change {
            return [=](QJsonObject& file) { edit(file, text("images"), key, value); };
        };
        row("box beyond the right border", inAnnotation(text("bbox"), QJsonArray{150, 1, 20, 20}));
        row("box before the left border", inAnnotation(text("bbox"), QJsonArray{-1, 1, 20, 20}));
        row("box of three numbers", inAnnotation(text("bbox"), QJsonArray{1, 1, 20}));
        row("box of words", inAnnotation(text("bbox"), text("all")));
        row("wrong area", inAnnotation(text("area"), 1));
        row("annotation without image", inAnnotation(text("image_id"), 9999));
        row("annotation without category", inAnnotation(text("category_id"), 9999));
        row("annotation id 0", inAnnotation(text("id"), 0));
        row("annotation id twice", inAnnotation(text("id"), 2));
        row("image id twice", inImage(text("id"), 2));
        row("image without size", inImage(text("width"), 0));
        row("image without file", inImage(text("file_name"), text("none.jpg")));
        row("image outside", inImage(text("file_name"), text("../../card.md")));
        row("no images", [](QJsonObject& file) { file.remove(text("images")); });
        row("an annotation less", [](QJsonObject& file) {
            QJsonArray list = file.value(text("annotations")).toArray();
            list.removeLast();
            file.insert(text("annotations"), list);
        });
        row("category twice", [](QJsonObject& file) {
            QJsonArray list = file.value(text("categories")).toArray();
            list.append(list.first());
            file.insert(text("categories"), list);
        });
    }
    void contradictions_areNamed()
    {
        QFETCH(std::function<void(QJsonObject&)>, change);
        const QString file = text("annotations/instances_train.json");
        QJsonObject document = m_shop->json(text("set/") + file);
        change(document);
        putWithHash(file, toJsonLine(document));
        const auto verified = verify();
        QVERIFY(!verified);
        QCOMPARE(verified.error().kind, ErrorKind::Integrity);
        QVERIFY2(verified.error().sentence.contains(file) ||
                     verified.error().sentence.contains(text("manifest.json")),
                 qPrintable(verified.error().sentence));
    }

    void saleInTwoSplits_isAnError()
    {
        const auto fileOf = [](const char* split) {
            return QStringLiteral("annotations/instances_%1.json").arg(text(split));
        };
        const auto train = m_shop->json(text("set/") + fileOf("train"));
        const QJsonValue leaked = train.value(text("images")).toArray().first()[text("cartwright")];
        QJsonObject test = m_shop->json(text("set/") + fileOf("test"));
        QVERIFY(!test.value(text("images")).toArray().isEmpty());
        edit(test, text("images"), text("cartwright"), leaked);
        putWithHash(fileOf("test"), toJsonLine(test));
        const auto verified = verify();
        QVERIFY(!verified);
        QCOMPARE(verified.error().kind, ErrorKind::Integrity);
        QVERIFY2(verified.error().sentence.contains(text("lies in train too")),
                 qPrintable(verified.error().sentence));
    }

    void samePictureInTwoSplits_isANote()
    {
        Shop shop;
        const QString file = shop.addClip(text("c.mp4"), 2);
        for (int sale = 0; sale < 20; ++sale)
            shop.addLabel(QStringLiteral("s-%1").arg(sale), file, 0);
        QVERIFY(shop.create(text("set")));
        const auto verified = dataset::verifyDataset(shop.path(text("set")));
        QVERIFY(verified);
        QCOMPARE(verified->notes.size(), 1);
        QVERIFY(verify()->notes.isEmpty());
    }

    void listedImage_thatNoAnnotationFileNames_isNamed()
    {
        putWithHash(text("images/train/unknown.jpg"), "no annotation");
        verifyThatItIsBad(text("images/train/unknown.jpg"));
    }

    void manifestWithOtherCounts_isNamed()
    {
        QJsonObject manifest = m_shop->json(text("set/manifest.json"));
        QJsonObject counts = manifest.value(text("counts")).toObject();
        counts.insert(text("sales"), 1);
        manifest.insert(text("counts"), counts);
        putWithHash(text("manifest.json"), toJsonText(manifest));
        verifyThatItIsBad(text("manifest.json"));
    }

    void foldersWithoutADataset_areSaidSo()
    {
        const auto none = dataset::verifyDataset(m_shop->path(text("none")));
        QVERIFY(!none);
        QCOMPARE(none.error().kind, ErrorKind::NotFound);
        const auto media = dataset::verifyDataset(m_shop->mediaFolder());
        QVERIFY(!media);
        QCOMPARE(media.error().kind, ErrorKind::NotFound);
    }

    void unknownSchema_isRefused()
    {
        QJsonObject manifest = m_shop->json(text("set/manifest.json"));
        manifest.insert(text("schema"), text("cartwright.dataset/2"));
        putWithHash(text("manifest.json"), toJsonText(manifest));
        const auto verified = verify();
        QVERIFY(!verified);
        QCOMPARE(verified.error().kind, ErrorKind::Refused);
    }

private:
    QString path(const QString& file) const { return m_shop->path(text("set/") + file); }
    Result<dataset::Verified> verify() const { return dataset::verifyDataset(m_shop->path(text("set"))); }
    QString fileLike(const QString& beginning) const
    {
        const QStringList files =
            m_shop->files(text("set")).filter(QRegularExpression(QLatin1Char('^') + beginning));
        return files.value(files.size() / 2);
    }
    void put(const QString& file, const QByteArray& bytes) const { QVERIFY(writeFile(path(file), bytes)); }
    /// Writes the file and puts its hash into SHA256SUMS.
    void putWithHash(const QString& file, const QByteArray& bytes) const
    {
        put(file, bytes);
        std::map<QByteArray, QByteArray> lines;
        for (const QByteArray& line : m_shop->sums(text("set")).split('\n'))
            if (!line.isEmpty())
                lines[line.mid(66)] = line;
        lines[file.toUtf8()] = sha256Of(bytes).toLatin1() + "  " + file.toUtf8();
        QByteArray all;
        for (const auto& [name, line] : lines)
            all += line + '\n';
        put(text("SHA256SUMS"), all);
    }
    /// Changes a member of the first entry of a list.
    static void edit(QJsonObject& file, const QString& list, const QString& key, const QJsonValue& value)
    {
        QJsonArray entries = file.value(list).toArray();
        QJsonObject entry = entries.first().toObject();
        entry.insert(key, value);
        entries[0] = entry;
        file.insert(list, entries);
    }
    void verifyThatItIsBad(const QString& file) const
    {
        const auto verified = verify();
        QVERIFY(!verified);
        QCOMPARE(verified.error().kind, ErrorKind::Integrity);
        QVERIFY2(verified.error().sentence.contains(file), qPrintable(verified.error().sentence));
    }

    std::unique_ptr<Shop> m_shop;
};

QTEST_GUILESS_MAIN(VerifyTest)
#include "tst_verify.moc"
