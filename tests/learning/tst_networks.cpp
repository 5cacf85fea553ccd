#include "core/vision/network.h"

#include "onnx_builder.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <limits>

using namespace cartwright;
using vision::Network;

static media::Picture plain(std::uint8_t blue, std::uint8_t green, std::uint8_t red)
{
    constexpr int side = 10;
    const std::shared_ptr<std::uint8_t[]> pixels(new std::uint8_t[side * side * 3]);
    for (int i = 0; i < side * side; ++i) {
        pixels[static_cast<std::size_t>(3 * i)] = blue;
        pixels[static_cast<std::size_t>(3 * i + 1)] = green;
        pixels[static_cast<std::size_t>(3 * i + 2)] = red;
    }
    return {side, side, side * 3, media::PixelLayout::Bgr24, std::shared_ptr<const std::uint8_t>(pixels, pixels.get())};
}

class NetworksTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void network_tellsColours();
    void network_getsColoursInTheOrderItWants();
    void badNetwork_isRefusedWithAReason_data();
    void badNetwork_isRefusedWithAReason();
    void confinedCheck_saysTheSame();
    void cutFile_isRefused_atEveryByte();

private:
    static constexpr vision::NetworkInput input{8, true, 0, 1.0 / 255};
};

void NetworksTest::network_tellsColours()
{
    const auto network = Network::load(onnx::meanColour(), input, 3);
    QVERIFY2(network, network ? "" : qPrintable(network.error().sentence + network.error().details));
    QCOMPARE(network->outputs(), 3);
    const auto red = network->run(plain(0, 0, 255));
    QCOMPARE(red.size(), std::size_t{3});
    QVERIFY(std::abs(red[0] - 9) < 1e-4 && std::abs(red[1]) < 1e-4 && std::abs(red[2]) < 1e-4);
    QVERIFY(network->run({}).empty());
}

void NetworksTest::network_getsColoursInTheOrderItWants()
{
    vision::NetworkInput blueFirst = input;
    blueFirst.redFirst = false;
    const auto network = Network::load(onnx::meanColour(), blueFirst, 3);
    QVERIFY(network);
    QVERIFY(network->run(plain(255, 0, 0))[0] > 8.9);
}

void NetworksTest::badNetwork_isRefusedWithAReason_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("outputs");
    QTest::addColumn<QString>("word");
    const std::vector<float> notNumbers{1, 2, 3, 4, std::numeric_limits<float>::quiet_NaN(), 6, 7, 8, 9};
    QTest::newRow("wrong classes") << onnx::meanColour() << 5 << "3 outputs, model.json names 5 classes";
    QTest::newRow("NaN weights") << onnx::meanColour({.weights = notNumbers}) << 3 << "no numbers";
    QTest::newRow("external data") << onnx::meanColour({.isElsewhere = true}) << 3 << "another file";
    QTest::newRow("new opset") << onnx::meanColour({.opset = 17}) << 3 << "version 17";
    QTest::newRow("unsupported operator") << onnx::meanColour({.lastOperator = "FancyNewThing"}) << 3 << "cannot be run here";
    QTest::newRow("no ONNX") << QByteArray("hello, this is text") << 3 << "no ONNX file";
    QTest::newRow("nothing") << QByteArray() << 3 << "no ONNX file";
}

void NetworksTest::badNetwork_isRefusedWithAReason()
{
    QFETCH(QByteArray, bytes);
    QFETCH(int, outputs);
    QFETCH(QString, word);
    const auto network = Network::load(bytes, input, outputs);
    QVERIFY(!network);
    QCOMPARE(network.error().kind, ErrorKind::Refused);
    QVERIFY2(network.error().sentence.contains(word), qPrintable(network.error().sentence));
}

void NetworksTest::confinedCheck_saysTheSame()
{
    QTemporaryDir folder;
    const auto written = [&](const QString& name, const QByteArray& bytes) {
        QFile file(folder.filePath(name));
        const bool done = file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
        return done ? file.fileName() : QString();
    };
    const auto good = vision::checkNetworkConfined(written(QStringLiteral("good.onnx"), onnx::meanColour()), input, 3);
    QVERIFY2(good, good ? "" : qPrintable(good.error().sentence + good.error().details));
    QCOMPARE(*good, 3);
    const auto strange = onnx::meanColour({.lastOperator = "FancyNewThing"});
    const auto bad = vision::checkNetworkConfined(written(QStringLiteral("bad.onnx"), strange), input, 3);
    QVERIFY(!bad);
    QCOMPARE(bad.error().sentence, Network::load(strange, input, 3).error().sentence);
}

void NetworksTest::cutFile_isRefused_atEveryByte()
{
    const QByteArray good = onnx::meanColour();
    for (qsizetype length = 0; length < good.size() - 20; ++length)
        QVERIFY2(!vision::inspectOnnx(good.left(length)) || length > good.size() / 2, qPrintable(QString::number(length)));
    QVERIFY(vision::inspectOnnx(good));
}

QTEST_GUILESS_MAIN(NetworksTest)
#include "tst_networks.moc"
