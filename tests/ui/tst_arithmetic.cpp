#include "ui/player/picture_fit.h"
#include "ui/timeline/time_scale.h"
#include "ui/widgets/texts.h"

#include <QTest>

using namespace cartwright;

class ArithmeticTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fit_keepsTheShape_andCentres();
    void fit_zoomed_staysInsideThePicture();
    void wheel_keepsThePointUnderTheMouse_andEndsAtTheWhole();
    void fit_goesBackAndForth();
    void timeScale_mapsMomentsToPixelsAndBack();
    void timeScale_zoomKeepsTheMomentUnderTheMouse();
    void timeScale_ticksAreRoundAndFarEnoughApart_data();
    void timeScale_ticksAreRoundAndFarEnoughApart();
    void durations_readAsPeopleSayThem();
};

void ArithmeticTest::fit_keepsTheShape_andCentres()
{
    const ui::PictureFit fit = ui::fitPicture({1600, 900}, {0, 0, 400, 400}, {});
    QCOMPARE(fit.target, QRectF(0, 87.5, 400, 225));
    QCOMPARE(fit.scale(), 0.25);
    QVERIFY(ui::fitPicture({0, 0}, {0, 0, 400, 400}, {}).isEmpty());
}

void ArithmeticTest::fit_zoomed_staysInsideThePicture()
{
    const ui::PictureFit fit = ui::fitPicture({640, 360}, {0, 0, 320, 180}, Box{600, 300, 40, 60});
    QVERIFY(QRectF(0, 0, 640, 360).contains(fit.visible));
    QVERIFY(fit.visible.contains(QRectF(600, 300, 40, 60)));
    QVERIFY(fit.scale() > 0.5);
}

void ArithmeticTest::fit_goesBackAndForth()
{
    const ui::PictureFit fit = ui::fitPicture({640, 360}, {10, 20, 300, 300}, Box{100, 100, 50, 50});
    const QPointF there = fit.toPane(QPointF(123, 145));
    const QPointF back = fit.toClip(there);
    QVERIFY(QLineF(back, QPointF(123, 145)).length() < 1e-9);
}

void ArithmeticTest::timeScale_mapsMomentsToPixelsAndBack()
{
    ui::TimeScale scale;
    scale.setWhole(1'000'000, 11'000'000);
    scale.setPixels(100, 1000);
    QCOMPARE(scale.toPixel(1'000'000), 100.0);
    QCOMPARE(scale.toPixel(6'000'000), 600.0);
    QCOMPARE(scale.toMoment(600), 6'000'000);
    QCOMPARE(scale.toMoment(-50), 1'000'000);
    QCOMPARE(scale.toMoment(5000), 11'000'000);
}

void ArithmeticTest::wheel_keepsThePointUnderTheMouse_andEndsAtTheWhole()
{
    const QSizeF clip(1920, 1080);
    const QRectF pane(0, 0, 800, 600); // bars above and below the whole picture
    ui::PictureFit fit = ui::fitPicture(clip, pane, std::nullopt);
    const QPointF mouse(500, 300);
    const QPointF under = fit.toClip(mouse);
    for (int notch = 0; notch < 12; ++notch) {
        const auto part = ui::zoomedAt(clip, pane, fit, mouse, 1.25);
        QVERIFY(part.has_value());
        fit = ui::fitPart(*part, pane);
        QVERIFY(QRectF(QPointF(), clip).contains(*part));
        if (notch >= 2) // as soon as the bars are gone
            QVERIFY((fit.toClip(mouse) - under).manhattanLength() < 1.0);
    }
    const double scale = fit.scale();
    fit = ui::fitPart(ui::draggedBy(clip, fit, {40, 0}), pane);
    QCOMPARE(fit.scale(), scale);
    QVERIFY(std::abs(fit.toClip(mouse + QPointF(40, 0)).x() - under.x()) < 1.0);
    fit = ui::fitPart(ui::draggedBy(clip, fit, {1e6, 1e6}), pane);
    QCOMPARE(fit.visible.topLeft(), QPointF(0, 0)); // the picture cannot be pushed out of the pane
    QVERIFY(!ui::zoomedAt(clip, pane, fit, mouse, 1e-3).has_value());
}

void ArithmeticTest::timeScale_zoomKeepsTheMomentUnderTheMouse()
{
    ui::TimeScale scale;
    scale.setWhole(0, 10'000'000);
    scale.setPixels(0, 1000);
    scale.zoom(4, 300);
    QVERIFY(scale.isZoomed());
    QVERIFY(qAbs(scale.toPixel(3'000'000) - 300) < 0.01);
    scale.zoom(0.01, 300);
    QVERIFY2(!scale.isZoomed(), "never beyond the whole");
    scale.zoom(5, 0);
    scale.follow(9'000'000);
    QVERIFY(scale.from() <= 9'000'000 && scale.until() >= 9'000'000);
}

void ArithmeticTest::timeScale_ticksAreRoundAndFarEnoughApart_data()
{
    QTest::addColumn<qint64>("length");
    QTest::newRow("half a second") << qint64(500'000);
    QTest::newRow("a minute") << qint64(60'000'000);
    QTest::newRow("a visit of 40 minutes") << qint64(2'400'000'000);
    QTest::newRow("a day") << qint64(86'400'000'000);
}

void ArithmeticTest::timeScale_ticksAreRoundAndFarEnoughApart()
{
    QFETCH(const qint64, length);
    ui::TimeScale scale;
    scale.setWhole(7'777, 7'777 + length);
    scale.setPixels(0, 800);
    const ui::TimeScale::Ticks ticks = scale.ticks(80);
    QVERIFY(ticks.at.size() <= 11);
    for (std::size_t i = 0; i < ticks.at.size(); ++i) {
        QCOMPARE(ticks.at[i] % ticks.step, 0);
        if (i > 0)
            QVERIFY(scale.toPixel(ticks.at[i]) - scale.toPixel(ticks.at[i - 1]) >= 79.9);
    }
}

void ArithmeticTest::durations_readAsPeopleSayThem()
{
    QCOMPARE(ui::texts::duration(372'000'000), QStringLiteral("06:12"));
    QCOMPARE(ui::texts::duration(3'730'000'000), QStringLiteral("1:02:10"));
    QCOMPARE(ui::texts::duration(-60'000'000), QStringLiteral("\u221201:00"));
}

QTEST_MAIN(ArithmeticTest)
#include "tst_arithmetic.moc"
