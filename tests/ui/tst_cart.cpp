#include "tests/ui/window_fixture.h"

#include "ui/cart/wedge_detector.h"

#include <ZXing/BitMatrix.h>
#include <ZXing/MultiFormatWriter.h>

using namespace cartwright;
using Says = ui::WedgeDetector::Says;

namespace {

/// A review copy of the right camera that shows this barcode, in every frame.
void showBarcode(made::Workspace& workspace, const char* saleId, const std::string& digits)
{
    constexpr int width = 320;
    constexpr int height = 192;
    ZXing::MultiFormatWriter writer(ZXing::BarcodeFormat::EAN13);
    const ZXing::BitMatrix bits = writer.setMargin(10).encode(std::wstring(digits.begin(), digits.end()), 260, 80);
    const std::shared_ptr<std::uint8_t> pixels(new std::uint8_t[width * height * 3], std::default_delete<std::uint8_t[]>());
    std::fill_n(pixels.get(), width * height * 3, std::uint8_t{120});
    for (int y = 0; y < bits.height(); ++y)
        for (int x = 0; x < bits.width(); ++x)
            std::fill_n(pixels.get() + ((y + 40) * width + x + 20) * 3, 3, std::uint8_t(bits.get(x, y) ? 15 : 240));
    const store::Workspace opened = made::orFail(store::Workspace::open(workspace.folder));
    store::ReviewCopy copy;
    copy.position = 1;
    copy.file = QStringLiteral("demo-01/%1/r1/copies/code.mp4").arg(QLatin1String(saleId));
    copy.masking = QStringLiteral("people");
    copy.originalWidth = width;
    copy.originalHeight = height;
    const QString path = opened.mediaFolder() + QLatin1Char('/') + copy.file;
    media::WriterOptions options;
    options.width = width;
    options.height = height;
    options.nominalRate = 10;
    auto clip = made::orFail(media::ClipWriter::create(path, options));
    for (int i = 0; i < 50; ++i)
        made::orFail(clip->write({width, height, width * 3, media::PixelLayout::Bgr24, pixels}, i * made::second / 10));
    made::orFail(clip->finish());
    copy.sha256 = made::orFail(sha256OfFile(path));
    copy.bytes = QFileInfo(path).size();
    made::orFail(writeFile(path + QStringLiteral(".index"), media::toBytes(made::orFail(media::indexClip(path)))));
    made::orFail(store::CopyRepository(*workspace.database).save(made::Workspace::key(saleId), 1, copy));
}

QString cell(const OpenWindow& open, int row, int column)
{
    return open.find<QTableView>("cartView")->model()->index(row, column).data().toString();
}

/// Keys as a scanner sends them, five milliseconds apart by the window system's clock, however slow the test is.
void scan(const QString& digits)
{
    static ulong now = 1'000'000;
    now += 10'000; // each scan is one of its own
    QWidget* focus = QApplication::focusWidget();
    for (const QChar character : digits + QLatin1Char('\r')) {
        now += 5;
        const int key = character == QLatin1Char('\r') ? int(Qt::Key_Return) : int(character.unicode());
        if (qt_sendShortcutOverrideEvent(focus, now, key, Qt::NoModifier, QString(character)))
            continue; // a shortcut took it
        QKeyEvent press(QEvent::KeyPress, key, Qt::NoModifier, QString(character));
        press.setTimestamp(now);
        QSpontaneKeyEvent::setSpontaneous(&press); // or Qt asks a second time whether it is a shortcut
        qApp->notify(focus, &press);
    }
}

/// Feeds the digits that far apart from each other; what was said of the last one.
Says feed(ui::WedgeDetector& detector, const QString& digits, qint64& now, qint64 gap)
{
    Says last = Says::Typed;
    for (const QChar digit : digits)
        last = detector.digit(digit, now += gap);
    return last;
}

} // namespace

/// The cart by keys: amounts, barcodes from scanner and frame, items that belong to others.
class CartTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aScanner_isToldFromFingersByItsSpeed_data()
    {
        QTest::addColumn<qint64>("gap");
        QTest::addColumn<bool>("scanned");
        QTest::addRow("a fast scanner") << qint64(1) << true;
        QTest::addRow("a slow scanner") << qint64(20) << true;
        QTest::addRow("just quick enough") << ui::WedgeDetector::longestGap << true;
        QTest::addRow("a very fast typist") << qint64(50) << false;
        QTest::addRow("a usual typist") << qint64(180) << false;
    }
    void aScanner_isToldFromFingersByItsSpeed()
    {
        QFETCH(qint64, gap);
        QFETCH(bool, scanned);
        ui::WedgeDetector detector;
        qint64 now = 1'000;
        const Says last = feed(detector, QStringLiteral("7312345000038"), now, gap);
        QVERIFY(last == (scanned ? Says::Scanning : Says::Typed));
        QVERIFY(detector.enter(now + gap) == (scanned ? Says::Scanned : Says::Typed));
        if (scanned)
            QCOMPARE(detector.digits(), QStringLiteral("7312345000038"));
    }
    void quickFingers_andCodesWithoutAnEnd_areToldApartByTheirLength()
    {
        ui::WedgeDetector detector;
        qint64 now = 0;
        QVERIFY(feed(detector, QStringLiteral("12"), now, 20) == Says::ScanBegan);
        QVERIFY2(!detector.pause(), "two digits are no code");
        QCOMPARE(detector.digits(), QStringLiteral("12"));
        detector.otherKey();
        now += 500;
        feed(detector, QStringLiteral("96385074"), now, 3);
        QVERIFY(detector.pause());
        QVERIFY(!detector.isScanning());
        // A key pressed long before is no part of the code.
        detector.otherKey();
        detector.digit(QLatin1Char('4'), now += 500);
        now += 300;
        feed(detector, QStringLiteral("96385074"), now, 3);
        QVERIFY(detector.enter(now + 3) == Says::Scanned);
        QCOMPARE(detector.digits(), QStringLiteral("96385074"));
    }
    void aScanOutsideOfAnyField_addsItsProduct_andChoosesNoCandidate()
    {
        made::Workspace workspace(1);
        const OpenWindow open(workspace);
        QVERIFY(open.waitForSale("s-1"));
        scan(QStringLiteral("2312345000038")); // its first digit is a candidate's key, its check digit is wrong
        QVERIFY(open.flow().session()->edits().empty());
        QTRY_VERIFY(open.bannerText().contains(QStringLiteral("2312345000038")));
        scan(QStringLiteral("7312345000038"));
        const QStringList expected{QStringLiteral("1 Oat milk 1 l"), QStringLiteral("1 Yoghurt plain"), QStringLiteral("1 Yoghurt vanilla")};
        QCOMPARE(open.cart(), expected);
        QCOMPARE(open.flow().session()->edits().size(), 1u);
        QVERIFY(open.flow().session()->edits().front().evidence.has_value());
        QVERIFY(open.bannerText().isEmpty());
    }
    void aBarcodeOnTheFrame_isReadOnRequest_andCitesThatFrame()
    {
        made::Workspace workspace(1);
        showBarcode(workspace, "s-1", "7312345000038");
        const OpenWindow open(workspace);
        QVERIFY(open.waitForSale("s-1"));
        open.key(Qt::Key_C);
        QVERIFY(QTest::qWaitFor([&] { return open.cart().size() == 3; }, 10000));
        QCOMPARE(open.cart().last(), QStringLiteral("1 Yoghurt vanilla"));
        QCOMPARE(open.flow().session()->edits().back().evidence->clipTimestamp, 3'500'000);
        open.key(Qt::Key_1, Qt::ControlModifier); // the left camera shows none
        open.pane(1)->setFocus();
        QVERIFY(open.waitUntilSettled());
        open.key(Qt::Key_C);
        QVERIFY(QTest::qWaitFor([&] { return open.bannerText().contains(QStringLiteral("No barcode")); }, 10000));
        QCOMPARE(open.flow().session()->edits().size(), 1u);
    }
    void lines_showTaxEvidenceAndTheMachinesCartBeside()
    {
        made::Workspace workspace(1);
        const OpenWindow open(workspace);
        QVERIFY(open.waitForSale("s-1"));
        QCOMPARE(open.text("cartTax"), QStringLiteral("of which tax 4.80"));
        const auto details = [&](int row) {
            return open.find<QTableView>("cartView")->model()->index(row, ui::CartModel::Product).data(ui::CartModel::DetailsRole).toString();
        };
        QVERIFY2(details(0).startsWith(QStringLiteral("tax 2.13 · Drinks, left 10:15:03")), qPrintable(details(0)));
        open.key(Qt::Key_2);
        QCOMPARE(cell(open, 1, ui::CartModel::Quantity), QStringLiteral("0"));
        QCOMPARE(cell(open, 1, ui::CartModel::Machine), QStringLiteral("1"));
        QCOMPARE(cell(open, 2, ui::CartModel::Quantity), QStringLiteral("1"));
        QCOMPARE(cell(open, 2, ui::CartModel::Machine), QStringLiteral("0"));
        QVERIFY2(details(2).contains(QStringLiteral("Drinks, right 10:15:05")), qPrintable(details(2)));
    }
    void anItemMovedToAnotherSale_isInThatSalesNextReview()
    {
        made::Workspace workspace(3);
        const OpenWindow open(workspace);
        QVERIFY(open.waitForSale("s-1"));
        open.key(Qt::Key_M);
        auto* list = open.find<QListWidget>("moveList");
        QVERIFY(QTest::qWaitFor([&] { return list->count() == 2; }, 5000));
        QVERIFY(list->item(1)->text().contains(QStringLiteral("s-3")));
        open.key(Qt::Key_2);
        QCOMPARE(open.cart(), QStringList{QStringLiteral("1 Oat milk 1 l")});
        QVERIFY(!open.find("moveChooser")->isVisible());
        QVERIFY(open.find<QAction>("undo")->text().contains(QStringLiteral("to sale s-3")));
        open.key(Qt::Key_Return, Qt::ControlModifier);
        QVERIFY(open.waitForSale("s-2"));
        QCOMPARE(open.cart().size(), 2);
        open.key(Qt::Key_Return, Qt::ControlModifier);
        QVERIFY(open.waitForSale("s-3"));
        QVERIFY(open.cart().contains(QStringLiteral("2 Yoghurt plain")));
        const Edit& taken = open.flow().session()->edits().front();
        QVERIFY(taken.reason.contains(QStringLiteral("s-1")));
        QVERIFY(taken.evidence.has_value());
        QCOMPARE(taken.evidence->clipTimestamp, 3'500'000);
        QVERIFY(!open.flow().needsReason());
        open.key(Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(open.cart().contains(QStringLiteral("1 Yoghurt plain")));
    }
};

QTEST_MAIN(CartTest)
#include "tst_cart.moc"
