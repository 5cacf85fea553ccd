#include "core/pipeline/copy_bench.h"

#include <QFileInfo>
#include <QtTest>

using namespace cartwright;

namespace {

const QString folder = QStringLiteral(CARTWRIGHT_TEST_DATA "/clips/lab-table");
const QString boxes = QStringLiteral(CARTWRIGHT_SOURCE_DIR "/tests/vision/fixtures/lab_table_people.json");

} // namespace

/// Whether review copies cover the people of real clips, against boxes that were drawn by eye.
class PeopleMasksTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void bodiesAndFaces_areCovered_andHandsAndGoodsMostlyAreNot();
    void withoutADetector_everythingIsCovered();

private:
    // The clip with the worst pictures, and the shortest.
    const QStringList m_clips{folder + QStringLiteral("/Normal (10).mp4"), folder + QStringLiteral("/Shoplifting (13).mp4")};
};

void PeopleMasksTest::initTestCase()
{
    for (const QString& clip : m_clips)
        if (!QFileInfo::exists(clip))
            QSKIP("The real clips of people are not here, so finding people is not tested.");
}

void PeopleMasksTest::bodiesAndFaces_areCovered_andHandsAndGoodsMostlyAreNot()
{
    const auto bench = pipeline::benchCopies(m_clips, boxes, {});
    QVERIFY2(bench.has_value(), bench ? "" : qPrintable(bench.error().sentence));
    QVERIFY(bench->recall.has_value());
    const pipeline::MaskRecall& recall = *bench->recall;
    const QString found = QStringLiteral("bodies %1 of %2, faces %3 of %4, goods %5, hands %6, elsewhere %7")
                              .arg(recall.bodiesCovered).arg(recall.bodies).arg(recall.facesCovered).arg(recall.faces)
                              .arg(recall.goodsArea).arg(recall.handArea).arg(recall.elsewhere);
    qInfo("%s", qPrintable(found));
    QVERIFY2(recall.bodies >= 20 && recall.faces >= 20, "too few boxes were compared");
    QVERIFY2(recall.bodiesCovered >= 0.9 * recall.bodies, qPrintable(found));
    // Three faces of the first clip, seen from the side, are known to be covered in part only.
    QVERIFY2(recall.facesCovered >= recall.faces - 3 && recall.faceArea >= 0.9, qPrintable(found));
    QVERIFY2(recall.goodsArea < 0.15 && recall.handArea < 0.5 && recall.elsewhere < 0.4, qPrintable(found));
}

void PeopleMasksTest::withoutADetector_everythingIsCovered()
{
    pipeline::CopySettings settings;
    settings.people.masking = vision::PeopleSettings::Masking::Whole;
    const auto bench = pipeline::benchCopies({m_clips.back()}, boxes, settings);
    QVERIFY2(bench.has_value(), bench ? "" : qPrintable(bench.error().sentence));
    QCOMPARE(bench->recall->facesCovered, bench->recall->faces);
    QCOMPARE(bench->recall->bodiesCovered, bench->recall->bodies);
    QVERIFY(bench->recall->elsewhere > 0.999);
}

QTEST_GUILESS_MAIN(PeopleMasksTest)
#include "tst_people_masks.moc"
