#include "core/vision/alignment.h"
#include "core/vision/blindness.h"
#include "shelf_scene.h"

#include <QtTest>

using namespace cartwright;
using namespace cartwright::vision;

namespace {

cv::Mat workPicture(const scene::Scene& shelf, double time, cv::RNG& dice)
{
    return WorkScale::choose(shelf.size, 100).reduce(shelf.frame(time, dice));
}

} // namespace

class TestAlignment : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void shiftAndLight_areFound_whileAnArmIsInThePicture()
    {
        cv::RNG dice(5);
        scene::Scene shelf;
        shelf.visits = {{2, 1, -1}};
        Aligner aligner(workPicture(shelf, 0, dice));
        shelf.shake = [](double) { return cv::Point2d(5, -4); };
        shelf.light = [](double) { return 0.7; };
        const Alignment alignment = aligner.align(workPicture(shelf, 2, dice));
        const double divisor = WorkScale::choose(shelf.size, 100).divisor;
        QVERIFY2(std::abs(alignment.shift.x * divisor - 5) < 0.6, qPrintable(QString::number(alignment.shift.x)));
        QVERIFY2(std::abs(alignment.shift.y * divisor + 4) < 0.6, qPrintable(QString::number(alignment.shift.y)));
        QVERIFY2(std::abs(alignment.gain[0] - 0.7) < 0.06, qPrintable(QString::number(alignment.gain[0])));
    }
    void normalisedPicture_equalsTheReference()
    {
        cv::RNG dice(5);
        scene::Scene shelf;
        shelf.noise = 1;
        const cv::Mat reference = workPicture(shelf, 0, dice);
        Aligner aligner(reference);
        shelf.shake = [](double) { return cv::Point2d(-3, 3); };
        shelf.light = [](double) { return 0.8; };
        const cv::Mat moved = workPicture(shelf, 0, dice);
        const cv::Mat back = Aligner::normalise(moved, aligner.align(moved));
        const cv::Rect middle(10, 10, reference.cols - 20, reference.rows - 20);
        const double before = cv::norm(moved(middle), reference(middle), cv::NORM_L1);
        const double after = cv::norm(back(middle), reference(middle), cv::NORM_L1);
        QVERIFY2(after < 0.3 * before, qPrintable(QStringLiteral("%1 of %2").arg(after).arg(before)));
    }
    void blankPictures_areBlank_andPicturesAreNot()
    {
        cv::RNG dice(5);
        const scene::Scene shelf;
        QVERIFY(!isBlank(workPicture(shelf, 0, dice)));
        for (const int luma : {0, 15, 128, 250, 255})
            QVERIFY(isBlank(cv::Mat(60, 80, CV_8UC3, cv::Scalar(luma, 128, 128))));
    }
};

QTEST_GUILESS_MAIN(TestAlignment)
#include "tst_alignment.moc"
