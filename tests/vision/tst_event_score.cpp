#include "core/vision/event_score.h"

#include <QtTest>

using namespace cartwright;
using namespace cartwright::vision;

namespace {

ScoredEvent spanAt(const char* bin, EventKind kind, double from, double until)
{
    return {QString::fromLatin1(bin), kind, static_cast<Microseconds>(from * 1e6), static_cast<Microseconds>(until * 1e6)};
}

} // namespace

class TestEventScore : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void overlap_matches_whenBinAndKindAgree()
    {
        const EventScore score = scoreEvents({spanAt("B1", EventKind::Take, 1, 2)}, {spanAt("B1", EventKind::Take, 1.5, 3)});
        QCOMPARE(score.matched.size(), 1u);
        QVERIFY(score.missed.empty() && score.invented.empty());
    }
    void otherBinOrKind_isMissedAndInvented()
    {
        const EventScore score = scoreEvents({spanAt("B2", EventKind::Take, 1, 2), spanAt("B1", EventKind::Return, 1, 2)},
                                             {spanAt("B1", EventKind::Take, 1, 2)});
        QVERIFY(score.matched.empty());
        QCOMPARE(score.missed, std::vector<std::size_t>{0});
        QCOMPARE(score.invented, (std::vector<std::size_t>{0, 1}));
    }
    void gap_matches_upToTheTolerance()
    {
        const std::vector<ScoredEvent> truth{spanAt("B1", EventKind::Take, 1, 2)};
        QCOMPARE(scoreEvents({spanAt("B1", EventKind::Take, 2.5, 3)}, truth).matched.size(), 1u);
        QCOMPARE(scoreEvents({spanAt("B1", EventKind::Take, 2.51, 3)}, truth).matched.size(), 0u);
        QCOMPARE(scoreEvents({spanAt("B1", EventKind::Take, 0, 0.5)}, truth).matched.size(), 1u);
        QCOMPARE(scoreEvents({spanAt("B1", EventKind::Take, 0, 0.4)}, truth).matched.size(), 0u);
        QCOMPARE(scoreEvents({spanAt("B1", EventKind::Take, 2.5, 3)}, truth, 0).matched.size(), 0u);
    }
    void oneFoundEvent_matchesOneTruthOnly()
    {
        const EventScore score = scoreEvents({spanAt("B1", EventKind::Take, 0, 10)},
                                             {spanAt("B1", EventKind::Take, 1, 2), spanAt("B1", EventKind::Take, 4, 8)});
        QCOMPARE(score.matched, (std::vector<EventPair>{{0, 1}}));
        QCOMPARE(score.missed, std::vector<std::size_t>{0});
    }
    void pairs_areAsManyAsPossible_evenWhenTheBestOverlapIsGivenUp()
    {
        // The first found event overlaps the second truth most, but is the only one for the first truth.
        const EventScore score = scoreEvents({spanAt("B1", EventKind::Take, 2, 6), spanAt("B1", EventKind::Take, 5, 6)},
                                             {spanAt("B1", EventKind::Take, 1, 2), spanAt("B1", EventKind::Take, 3, 6)});
        QCOMPARE(score.matched, (std::vector<EventPair>{{0, 0}, {1, 1}}));
    }
    void pairs_haveTheGreatestOverlap_whenSeveralChoicesAreFull()
    {
        const EventScore score = scoreEvents({spanAt("B1", EventKind::Take, 3, 5), spanAt("B1", EventKind::Take, 0, 3)},
                                             {spanAt("B1", EventKind::Take, 0, 3), spanAt("B1", EventKind::Take, 3, 5)});
        QCOMPARE(score.matched, (std::vector<EventPair>{{1, 0}, {0, 1}}));
    }
    void nothingTaken_isNeverInvented_butCanMatchAndBeMissed()
    {
        QVERIFY(scoreEvents({spanAt("B1", EventKind::None, 1, 2)}, {}).invented.empty());
        QCOMPARE(scoreEvents({spanAt("B1", EventKind::None, 1, 2)}, {spanAt("B1", EventKind::None, 1, 2)}).matched.size(), 1u);
        QCOMPARE(scoreEvents({}, {spanAt("B1", EventKind::None, 1, 2)}).missed.size(), 1u);
    }
};

QTEST_GUILESS_MAIN(TestEventScore)
#include "tst_event_score.moc"
