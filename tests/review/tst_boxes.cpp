#include "core/review/box_geometry.h"
#include "core/review/box_tracks.h"

#include <QTest>

#include <random>

using namespace cartwright;
using namespace cartwright::review;

namespace {

constexpr double width = 640;
constexpr double height = 360;

Edit boxAt(Microseconds timestamp, const Box& box, const QString& track = QStringLiteral("a1"),
           const QString& camera = QStringLiteral("c1"))
{
    Edit edit;
    edit.kind = EditKind::DrawBox;
    edit.eventId = QStringLiteral("a1");
    edit.evidence = Evidence{camera, timestamp};
    edit.box = box;
    edit.track = track;
    return edit;
}

Edit noBoxAt(Microseconds timestamp)
{
    Edit edit = boxAt(timestamp, {});
    edit.kind = EditKind::RemoveBox;
    edit.box.reset();
    return edit;
}

Session sessionWith(const std::vector<Edit>& edits)
{
    Event event;
    event.eventId = QStringLiteral("a1");
    event.kind = EventKind::Take;
    Session session({event}, {});
    for (const Edit& edit : edits)
        if (!session.apply(edit))
            qFatal("an edit was refused");
    return session;
}

} // namespace

/// Label boxes: the arithmetic of handles and points, and what lies between the keyframes of a track.
class BoxesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aMovedHandle_keepsTheBoxInThePicture_andItsOtherSidesWhereTheyWere()
    {
        std::mt19937 random(11);
        std::uniform_real_distribution<double> step(-900, 900);
        for (int i = 0; i < 5'000; ++i) {
            const Box before{100 + double(random() % 200), 50 + double(random() % 100), 4 + double(random() % 300),
                             4 + double(random() % 150)};
            const auto handle = static_cast<Handle>(random() % handleCount);
            const Box after = movedBy(before, handle, step(random), step(random), width, height);
            QVERIFY(after.x >= 0 && after.y >= 0 && after.x + after.width <= width + 1e-9
                    && after.y + after.height <= height + 1e-9);
            QVERIFY(after.width >= smallestSide - 1e-9 && after.height >= smallestSide - 1e-9);
            if (handle == Handle::Whole)
                QVERIFY(qAbs(after.width - before.width) < 1e-9 && qAbs(after.height - before.height) < 1e-9);
            if (handle == Handle::Left || handle == Handle::TopLeft || handle == Handle::BottomLeft)
                QVERIFY(qAbs(after.x + after.width - before.x - before.width) < 1e-9);
            if (handle == Handle::Right)
                QVERIFY(after.x == before.x && after.y == before.y && after.height == before.height);
        }
    }
    void aHandleMovedThereAndBack_givesTheBoxBack()
    {
        const Box box{100, 60, 80, 40};
        for (int h = 0; h < handleCount; ++h) {
            const auto handle = static_cast<Handle>(h);
            const Box there = movedBy(box, handle, 7, -5, width, height);
            QVERIFY(there != box);
            QCOMPARE(movedBy(there, handle, -7, 5, width, height), box);
        }
    }
    void fourExtremePoints_encloseTheThing_inAnyOrder()
    {
        std::array<Point, 4> points{Point{120, 40}, Point{90, 70}, Point{130, 110}, Point{160, 65}};
        const Box expected{90, 40, 70, 70};
        std::mt19937 random(3);
        for (int i = 0; i < 24; ++i) {
            std::shuffle(points.begin(), points.end(), random);
            QCOMPARE(boxOfExtremePoints(points, width, height), expected);
        }
        points[0] = {-50, -50};
        QVERIFY(boxOfExtremePoints(points, width, height).x == 0);
    }
    void overlap_isOneForTheSameBox_andNothingForBoxesApart()
    {
        const Box box{10, 10, 20, 20};
        QCOMPARE(overlapOf(box, box), 1.0);
        QCOMPARE(overlapOf(box, {40, 40, 5, 5}), 0.0);
        QCOMPARE(overlapOf(box, {10, 10, 10, 20}), 0.5);
    }
    void aTrack_isInterpolatedBetweenItsKeyframes_onItsOwnCameraOnly()
    {
        const Session session = sessionWith({boxAt(0, {0, 0, 10, 10}), boxAt(1'000'000, {100, 50, 20, 10})});
        const auto on = boxesOn(session.state(), QStringLiteral("c1"), 500'000, 533'000);
        QCOMPARE(on.size(), 1u);
        QCOMPARE(on.front().box, (Box{50, 25, 15, 10}));
        QVERIFY(on.front().origin == LabelOrigin::Interpolated);
        QVERIFY(boxesOn(session.state(), QStringLiteral("c2"), 500'000, 533'000).empty());
        QVERIFY(boxesOn(session.state(), QStringLiteral("c1"), 1'033'000, 1'066'000).empty());
        const auto key = boxesOn(session.state(), QStringLiteral("c1"), 990'000, 1'010'000);
        QCOMPARE(key.size(), 1u);
        QVERIFY(key.front().origin == LabelOrigin::Drawn);
        const auto made = interpolatedBoxes(session.state());
        QCOMPARE(made.size(), 4u);
        for (const Edit& box : made)
            QVERIFY(box.origin == LabelOrigin::Interpolated && box.evidence->clipTimestamp % interpolationStep == 0);
    }
    void interpolatedBoxes_areThoseOfFrames_andNeverASecondOneOfAFrame()
    {
        const Session session = sessionWith({boxAt(0, {0, 0, 10, 10}), boxAt(1'000'000, {100, 50, 20, 10})});
        const auto every = [](Microseconds distance) {
            return [distance](const QString&, Microseconds at) { return at / distance * distance; };
        };
        const auto made = interpolatedBoxes(session.state(), every(66'667));
        QCOMPARE(made.size(), 4u);
        for (const Edit& box : made) {
            QCOMPARE(box.evidence->clipTimestamp % 66'667, Microseconds{0});
            // Where it was at the frame's time, not at the time that was wished for.
            QVERIFY(std::abs(box.box->x - static_cast<double>(box.evidence->clipTimestamp) / 10'000) < 1e-6);
        }
        // A camera of two frames a second: one frame lies between, and those of the keyframes have a box already.
        QCOMPARE(interpolatedBoxes(session.state(), every(500'000)).size(), 1u);
        QVERIFY(interpolatedBoxes(session.state(), every(1'000'000)).empty());
    }
    void keyframesFarApart_orWithAFrameWithoutTheObjectBetween_areNotJoined()
    {
        const Session apart = sessionWith({boxAt(0, {0, 0, 10, 10}), boxAt(2'100'000, {9, 9, 10, 10})});
        QVERIFY(interpolatedBoxes(apart.state()).empty());
        const Session cut =
            sessionWith({boxAt(0, {0, 0, 10, 10}), boxAt(1'000'000, {9, 9, 10, 10}), noBoxAt(500'000)});
        QVERIFY(interpolatedBoxes(cut.state()).empty());
        QVERIFY(!isBetweenKeyframes(cut.state(), QStringLiteral("a1"), QStringLiteral("c1"), 300'000));
    }
    void aSecondBoxOnTheSameFrame_replacesTheFirst_andUndoBringsItBack()
    {
        Session session = sessionWith({boxAt(0, {0, 0, 10, 10}), boxAt(0, {5, 5, 10, 10})});
        QCOMPARE(session.state().boxes.size(), 1u);
        QCOMPARE(session.state().boxes.front().box->x, 5.0);
        session.undo();
        QCOMPARE(session.state().boxes.front().box->x, 0.0);
        QVERIFY(session.apply(boxAt(0, {7, 7, 10, 10}, QStringLiteral("a1/2"))).has_value());
        QCOMPARE(session.state().boxes.size(), 2u);
        QVERIFY(session.apply(noBoxAt(0)).has_value());
        QCOMPARE(session.state().boxes.size(), 1u);
        QCOMPARE(session.state().noBoxes.size(), 1u);
    }
};

QTEST_GUILESS_MAIN(BoxesTest)
#include "tst_boxes.moc"
