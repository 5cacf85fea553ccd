#include "core/learning/model_folder.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cstring>
#include <limits>

using namespace cartwright;
using namespace cartwright::learning;

/// Pictures of three kinds of goods that anybody tells apart: red stripes, blue stripes, red dots; with noise, and shifted.
static media::Picture goods(int kind, int number)
{
    constexpr int width = 60;
    constexpr int height = 90;
    const std::shared_ptr<std::uint8_t[]> pixels(new std::uint8_t[width * height * 3]);
    unsigned state = static_cast<unsigned>(kind * 1000 + number + 1);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x) {
            state = state * 1664525u + 1013904223u;
            const int noise = static_cast<int>(state >> 28);
            const bool mark = kind < 2 ? (y + number) % 16 < 8 : (x + number) % 16 < 8 && (y + 2 * number) % 16 < 8;
            const int strong = mark ? 200 : 60;
            std::uint8_t* pixel = pixels.get() + (y * width + x) * 3;
            pixel[0] = static_cast<std::uint8_t>((kind == 1 ? strong : 50) + noise);
            pixel[1] = static_cast<std::uint8_t>(50 + noise);
            pixel[2] = static_cast<std::uint8_t>((kind == 1 ? 50 : strong) + noise);
        }
    return {width, height, width * 3, media::PixelLayout::Bgr24, std::shared_ptr<const std::uint8_t>(pixels, pixels.get())};
}

static vision::TrainingSet goodsSet(int each)
{
    vision::TrainingSet set;
    set.classes = {QStringLiteral("red stripes"), QStringLiteral("blue stripes"), QStringLiteral("red dots")};
    for (int i = 0; i < 3 * each; ++i) {
        set.labels.push_back(i % 3);
        set.groups.push_back(i / 6);
    }
    set.picture = [](std::size_t i) { return Result<media::Picture>(goods(static_cast<int>(i) % 3, static_cast<int>(i) / 3)); };
    return set;
}

static vision::RecogniserSettings small()
{
    auto settings = vision::RecogniserSettings::forCrops();
    settings.side = 64;
    settings.edgeGaussians = 4;
    settings.colourGaussians = 4;
    settings.sampledPatches = 2000;
    return settings;
}

class ModelsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void recogniser_tellsGoodsApart_thatItHasNotSeen();
    void recogniser_tellsHeldBackOnesApartToo();
    void recogniser_comesBackFromItsBytes();
    void recogniser_refusesDamagedBytes_data();
    void recogniser_refusesDamagedBytes();
    void training_ofOneClass_isRefused();
    void training_stopsWhenAsked();
    void training_givesTheErrorOfAPicture();
    void model_comesBackFromItsFolder();
    void model_isRefused_whenAFileWasChanged();
    void model_isRefused_whenItsClassesAreNotTheRecognisers();
    void modelFolder_isNeverOverwritten();

private:
    Model someModel() const;

    std::shared_ptr<const vision::Recogniser> m_recogniser;
    std::vector<std::vector<double>> m_heldOut;
};

static int best(const std::vector<double>& scores)
{
    return static_cast<int>(std::max_element(scores.begin(), scores.end()) - scores.begin());
}

void ModelsTest::initTestCase()
{
    auto trained = vision::trainRecogniser(goodsSet(10), small());
    QVERIFY2(trained, trained ? "" : qPrintable(trained.error().sentence + trained.error().details));
    m_recogniser = std::make_shared<const vision::Recogniser>(std::move(trained->recogniser));
    m_heldOut = std::move(trained->heldOut);
}

void ModelsTest::recogniser_tellsGoodsApart_thatItHasNotSeen()
{
    for (int kind = 0; kind < 3; ++kind)
        for (int number = 100; number < 104; ++number)
            QCOMPARE(best(m_recogniser->scores(goods(kind, number))), kind);
    QCOMPARE(m_recogniser->scores({}), std::vector<double>(3, 0.0));
}

void ModelsTest::recogniser_tellsHeldBackOnesApartToo()
{
    QCOMPARE(m_heldOut.size(), std::size_t{30});
    int right = 0;
    for (std::size_t i = 0; i < m_heldOut.size(); ++i)
        right += !m_heldOut[i].empty() && best(m_heldOut[i]) == static_cast<int>(i % 3) ? 1 : 0;
    QVERIFY(right >= 27);
}

void ModelsTest::recogniser_comesBackFromItsBytes()
{
    const QByteArray bytes = m_recogniser->toBytes();
    const auto again = vision::Recogniser::fromBytes(bytes);
    QVERIFY(again);
    QCOMPARE(again->classes(), m_recogniser->classes());
    QCOMPARE(again->scores(goods(2, 50)), m_recogniser->scores(goods(2, 50)));
    QCOMPARE(again->toBytes(), bytes);
}

void ModelsTest::recogniser_refusesDamagedBytes_data()
{
    QTest::addColumn<QByteArray>("bytes");
    const QByteArray good = m_recogniser->toBytes();
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("another kind of file") << QByteArray(1000, 'x');
    for (const int part : {20, 60, 95})
        QTest::addRow("cut at %d %%", part) << good.left(good.size() * part / 100);
    QByteArray nan = good;
    const float number = std::numeric_limits<float>::quiet_NaN();
    std::memcpy(nan.data() + nan.size() - 4 * 40, &number, sizeof number);
    QTest::newRow("a weight that is no number") << nan;
}

void ModelsTest::recogniser_refusesDamagedBytes()
{
    QFETCH(QByteArray, bytes);
    const auto recogniser = vision::Recogniser::fromBytes(bytes);
    QVERIFY(!recogniser);
    QCOMPARE(recogniser.error().kind, ErrorKind::Integrity);
}

void ModelsTest::training_ofOneClass_isRefused()
{
    auto set = goodsSet(2);
    std::fill(set.labels.begin(), set.labels.end(), 1);
    QCOMPARE(vision::trainRecogniser(set, small()).error().kind, ErrorKind::WrongUsage);
    set.labels.front() = 3;
    QCOMPARE(vision::trainRecogniser(set, small()).error().kind, ErrorKind::WrongUsage);
}

void ModelsTest::training_stopsWhenAsked()
{
    Cancellation cancel;
    const auto trained = vision::trainRecogniser(goodsSet(4), small(), cancel, [&](double) { cancel.cancel(); });
    QVERIFY(!trained);
    QCOMPARE(trained.error().kind, ErrorKind::Cancelled);
}

void ModelsTest::training_givesTheErrorOfAPicture()
{
    auto set = goodsSet(4);
    set.picture = [](std::size_t i) {
        return i == 7 ? Result<media::Picture>(failure(ErrorKind::Refused, QStringLiteral("Picture seven is no picture.")))
                      : Result<media::Picture>(goods(static_cast<int>(i) % 3, 0));
    };
    QCOMPARE(vision::trainRecogniser(set, small()).error().sentence, QStringLiteral("Picture seven is no picture."));
}

Model ModelsTest::someModel() const
{
    Model model;
    model.card.name = QStringLiteral("goods");
    model.card.version = QStringLiteral("1");
    model.card.dataset = QStringLiteral("thirty pictures");
    model.card.madeAt = 1'772'438'400'000'000;
    model.card.classes = m_recogniser->classes();
    model.card.calibration = {0.3, -0.8};
    model.card.threshold = 0.97;
    model.card.metrics = {{QStringLiteral("crops"), 30}};
    model.recogniser = m_recogniser;
    return model;
}

void ModelsTest::model_comesBackFromItsFolder()
{
    QTemporaryDir folder;
    Model model = someModel();
    QVERIFY(saveModel(folder.filePath(QStringLiteral("m")), model));
    const auto again = loadModel(folder.filePath(QStringLiteral("m")));
    QVERIFY2(again, again ? "" : qPrintable(again.error().sentence));
    QCOMPARE(again->card.calibration, model.card.calibration);
    QCOMPARE(again->card.threshold, 0.97);
    QCOMPARE(again->card.metrics, model.card.metrics);
    const auto guesses = again->guesses(goods(1, 3));
    QCOMPARE(guesses.size(), std::size_t{4});
    QCOMPARE(guesses.front().name, QStringLiteral("blue stripes"));
    QCOMPARE(loadModel(folder.filePath(QStringLiteral("none"))).error().kind, ErrorKind::NotFound);
}

void ModelsTest::model_isRefused_whenAFileWasChanged()
{
    QTemporaryDir folder;
    Model model = someModel();
    QVERIFY(saveModel(folder.filePath(QStringLiteral("m")), model));
    QFile file(folder.filePath(QStringLiteral("m/recogniser.bin")));
    QVERIFY(file.open(QIODevice::ReadWrite));
    file.seek(file.size() - 3);
    file.write("!");
    file.close();
    const auto again = loadModel(folder.filePath(QStringLiteral("m")));
    QCOMPARE(again.error().kind, ErrorKind::Integrity);
    QVERIFY(again.error().sentence.contains(QStringLiteral("recogniser.bin")));
    QVERIFY(file.remove());
    QCOMPARE(loadModel(folder.filePath(QStringLiteral("m"))).error().kind, ErrorKind::Integrity);
}

void ModelsTest::model_isRefused_whenItsClassesAreNotTheRecognisers()
{
    QTemporaryDir folder;
    Model model = someModel();
    model.card.classes = {QStringLiteral("a"), QStringLiteral("b"), QStringLiteral("c")};
    QVERIFY(saveModel(folder.filePath(QStringLiteral("m")), model));
    const auto again = loadModel(folder.filePath(QStringLiteral("m")));
    QCOMPARE(again.error().kind, ErrorKind::Integrity);
    QVERIFY(again.error().sentence.contains(QStringLiteral("classes")));
}

void ModelsTest::modelFolder_isNeverOverwritten()
{
    QTemporaryDir folder;
    Model model = someModel();
    QVERIFY(saveModel(folder.filePath(QStringLiteral("m")), model));
    QCOMPARE(saveModel(folder.filePath(QStringLiteral("m")), model).error().kind, ErrorKind::Refused);
    QCOMPARE(QDir(folder.path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot).size(), 1);
}

QTEST_APPLESS_MAIN(ModelsTest)
#include "tst_models.moc"
