#include "core/media/decode_turns.h"
#include "core/media/play_clock.h"
#include "core/media/player.h"
#include "pattern_clip.h"
#include "player_record.h"

#include <QTemporaryDir>
#include <QtTest>

#include <array>
#include <atomic>
#include <thread>

using namespace cartwright;
using namespace cartwright::media;
using namespace cartwright::media::testing;
using namespace std::chrono_literals;

namespace {

using State = PaneFrame::State;

constexpr UtcMicroseconds origin = 1'772'446'504'000'000; // some day in 2026
constexpr Microseconds distance = 66'667;

} // namespace

class TestPlayer : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    std::vector<PlayerSource>
        m_sources; ///< 200 frames; 120 frames from 2 s later on, with a hole of 3 s after 60

private Q_SLOTS:
    void initTestCase();
    void clock_followsSpeedLoopAndEnds();
    void clock_doesNotDrift_inAnHourAndTenThousandSeeks();
    void seek_showsTheMomentInEveryPane_exactlyOnce();
    void seek_showsNoFrame_outsideTheClipAndInItsGap();
    void seek_dropsStaleRequests();
    void step_goesFrameByFrame_inBothDirections();
    void step_leavesGapsAndEnds();
    void play_forward_reachesTheEnd_withRightFramesInOrder();
    void play_backward_reachesTheStart();
    void play_loops_untilItIsPaused();
    void pause_showsTheMomentReached();
    void setPaneSize_deliversTheSameFrameAgain();
    void damagedFrames_andUnreadableClips_areTold();
    void destructor_endsInTheMiddleOfWork();
    void turns_letThoseGoFirst_whomSomebodyWaitsFor();
    void turns_doNotWaitForEver_norForWhatIsStopped();
    void leaderAndStandby_showTheSameFrames();
};

void TestPlayer::initTestCase()
{
    const QString first = m_folder.filePath(QStringLiteral("first.mp4"));
    PatternOptions options;
    options.writer.maxBFrames = 2;
    options.start = 5'000'000; // the stream's own clock does not begin at zero
    QVERIFY(!writePatternClip(first, options).empty());
    const QString second = m_folder.filePath(QStringLiteral("second.mp4"));
    WriterOptions writing;
    writing.width = 160;
    writing.height = 120;
    auto writer = ClipWriter::create(second, writing);
    for (int i = 0; i < 120; ++i)
        QVERIFY((*writer)
                    ->write(drawNumber(160, 120, static_cast<unsigned>(1000 + i)),
                            i * distance + (i >= 60 ? 3'000'000 : 0))
                    .has_value());
    QVERIFY((*writer)->finish().has_value());
    m_sources.push_back({QStringLiteral("a"), first, indexClip(first).value(), origin});
    m_sources.push_back({QStringLiteral("b"), second, indexClip(second).value(), origin + 2'000'000});
}

void TestPlayer::clock_followsSpeedLoopAndEnds()
{
    const PlayClock::Now zero;
    PlayClock clock(1000, 11'000'000);
    QCOMPARE(clock.moment(zero), UtcMicroseconds{1000});
    clock.play(2, zero);
    QCOMPARE(clock.moment(zero + 1s), UtcMicroseconds{2'001'000});
    clock.play(0.5, zero + 1s);
    QCOMPARE(clock.moment(zero + 3s), UtcMicroseconds{3'001'000});
    clock.play(-1, zero + 3s);
    QCOMPARE(clock.moment(zero + 4s), UtcMicroseconds{2'001'000});
    QVERIFY(!clock.stopAtEnd(zero + 4s));
    QVERIFY(clock.stopAtEnd(zero + 10s));
    QCOMPARE(clock.moment(zero + 20s), UtcMicroseconds{1000});
    QVERIFY(!clock.isPlaying());
    clock.play(100, zero); // bounded to 16
    QCOMPARE(clock.moment(zero + 100ms), UtcMicroseconds{1'601'000});
    QVERIFY(clock.stopAtEnd(zero + 1s));
    QCOMPARE(clock.moment(zero + 1s), UtcMicroseconds{10'999'999});
    clock.play(1, zero); // from the end it begins anew
    QCOMPARE(clock.moment(zero), UtcMicroseconds{1000});
    clock.setLoop(PlayClock::Span{2'000'000, 3'000'000}, zero);
    QCOMPARE(clock.moment(zero), UtcMicroseconds{2'000'000});
    QCOMPARE(clock.moment(zero + 5'250ms), UtcMicroseconds{2'250'000});
    QVERIFY(!clock.stopAtEnd(zero + 100s));
    clock.play(-1, zero + 5'250ms);
    QCOMPARE(clock.moment(zero + 5'750ms), UtcMicroseconds{2'750'000});
    clock.setLoop(std::nullopt, zero + 5'750ms);
    QCOMPARE(clock.moment(zero + 6'750ms), UtcMicroseconds{1'750'000});
}

void TestPlayer::clock_doesNotDrift_inAnHourAndTenThousandSeeks()
{
    constexpr UtcMicroseconds day = 86'400'000'000;
    PlayClock::Now now;
    PlayClock clock(origin, origin + day);
    for (int i = 0; i < 10'000; ++i) {
        clock.moveTo(origin + i * 7'919'993LL % day);
        clock.play(1, now);
        now += 16'667us;
        (void)clock.moment(now);
    }
    clock.moveTo(origin);
    clock.play(1, now);
    const PlayClock::Now start = now;
    for (int tick = 0; tick < 60 * 3600; ++tick) {
        now += 16'667us;
        const Microseconds passed = std::chrono::duration_cast<std::chrono::microseconds>(now - start).count();
        QCOMPARE(clock.moment(now), origin + passed);
        QVERIFY(!clock.stopAtEnd(now));
        if (tick % 1000 == 999) // a new speed begins where the old one has come to
            clock.play(1, now);
    }
}

void TestPlayer::seek_showsTheMomentInEveryPane_exactlyOnce()
{
    Record record;
    Player player(m_sources, record.callbacks());
    QCOMPARE(player.startsAt(), origin);
    QCOMPARE(player.endsAt(), origin + 200 * distance);
    for (const int place : {199, 31, 100, 32, 140, 35, 36}) {
        (void)record.take();
        const UtcMicroseconds moment = origin + place * distance + 20'000;
        const std::uint64_t request = player.seek(moment);
        QCOMPARE(player.moment(), moment);
        const auto a = record.answer(0, request);
        const auto b = record.answer(1, request);
        QVERIFY(a && b);
        QCOMPARE(a->state, State::Shown);
        QCOMPARE(a->moment, moment);
        QCOMPARE(a->frame.index, static_cast<std::size_t>(place));
        QCOMPARE(readNumber(a->frame.picture), place);
        QCOMPARE(a->frame.picture.layout, PixelLayout::Bgra32);
        const PlayerSource& source = m_sources[1];
        const Microseconds time = moment - source.firstFrameAt;
        if (b->state == State::Shown) {
            QCOMPARE(readNumber(b->frame.picture), 1000 + static_cast<int>(source.index.frameAt(time)));
            QVERIFY(b->frame.timestamp <= time);
        }
        // Another pane's answer to a further request proves that no second answer was on its way.
        const std::uint64_t after = player.seek(moment);
        QVERIFY(record.answer(0, after) && record.answer(1, after));
        const auto all = record.take();
        QCOMPARE(
            std::count_if(all.begin(), all.end(), [&](const PaneFrame& f) { return f.request == request && f.state != State::Nearby; }),
            2);
    }
}

void TestPlayer::seek_showsNoFrame_outsideTheClipAndInItsGap()
{
    Record record;
    Player player(m_sources, record.callbacks());
    const UtcMicroseconds second = m_sources[1].firstFrameAt;
    const std::array<std::pair<UtcMicroseconds, State>, 7> moments{{
        {second - 1, State::NoFrame},
        {second, State::Shown},
        {second + 59 * distance, State::Shown},
        {second + 60 * distance, State::NoFrame},
        {second + 60 * distance + 2'999'999, State::NoFrame},
        {second + 60 * distance + 3'000'000, State::Shown},
        {second + 120 * distance + 3'000'000, State::NoFrame},
    }};
    for (const auto& [moment, state] : moments) {
        const auto frame = record.answer(1, player.seek(moment));
        QVERIFY(frame.has_value());
        QCOMPARE(frame->state, state);
        QCOMPARE(frame->frame.picture.isEmpty(), state == State::NoFrame);
    }
}

void TestPlayer::seek_dropsStaleRequests()
{
    Record record;
    Player player(m_sources, record.callbacks());
    std::uint64_t last = 0;
    for (int i = 0; i < 500; ++i)
        last = player.seek(origin + i * 7919 % 200 * distance);
    QVERIFY(record.answer(0, last) && record.answer(1, last));
    const auto all = record.take();
    QVERIFY2(all.size() < 500, qPrintable(QString::number(all.size())));
    std::array<std::uint64_t, 2> newest{};
    for (const PaneFrame& frame : all) {
        QVERIFY(frame.request > newest[frame.pane] ||
                (frame.request == newest[frame.pane] && frame.state == State::Shown));
        newest[frame.pane] = frame.request;
        if (frame.state == State::Nearby)
            continue;
        if (frame.pane == 0)
            QCOMPARE(readNumber(frame.frame.picture), static_cast<int>((frame.moment - origin) / distance));
    }
    QCOMPARE(readNumber(record.answer(0, player.seek(origin))->frame.picture), 0);
}

void TestPlayer::step_goesFrameByFrame_inBothDirections()
{
    Record record;
    Player player(m_sources, record.callbacks());
    QVERIFY(record.answer(0, player.seek(origin + 100 * distance + 30'000)));
    int number = 100;
    for (int i = 0; i < 120; ++i) {
        const bool forward = i < 20 || i > 100;
        const auto frame =
            record.answer(0, player.step(0, forward ? Direction::Forward : Direction::Backward));
        number += forward ? 1 : -1;
        QCOMPARE(readNumber(frame->frame.picture), number);
        QCOMPARE(player.moment(), origin + number * distance);
    }
}

void TestPlayer::step_leavesGapsAndEnds()
{
    Record record;
    Player player(m_sources, record.callbacks());
    const UtcMicroseconds second = m_sources[1].firstFrameAt;
    const auto stepped = [&](UtcMicroseconds from, Direction direction) {
        player.seek(from);
        return readNumber(record.answer(1, player.step(1, direction))->frame.picture);
    };
    QCOMPARE(stepped(second + 61 * distance, Direction::Backward), 1059);
    QCOMPARE(stepped(second + 61 * distance, Direction::Forward), 1060);
    QCOMPARE(stepped(second + 59 * distance, Direction::Forward), 1060);
    QCOMPARE(stepped(second + 60 * distance + 3'000'000, Direction::Backward), 1059);
    QCOMPARE(stepped(origin, Direction::Forward), 1000);
    QCOMPARE(stepped(origin, Direction::Backward), -1);
    QCOMPARE(stepped(second, Direction::Backward), 1000);
    QCOMPARE(stepped(second + 119 * distance + 3'000'000, Direction::Forward), 1119);
    QCOMPARE(stepped(second + 300 * distance, Direction::Backward), 1119);
}

void TestPlayer::play_forward_reachesTheEnd_withRightFramesInOrder()
{
    Record record;
    Player player(m_sources, record.callbacks());
    player.seek(origin + 150 * distance);
    player.play(2);
    QVERIFY(player.isPlaying());
    QVERIFY(record.waitForEnd());
    QVERIFY(!player.isPlaying());
    QCOMPARE(player.moment(), player.endsAt() - 1);
    QVERIFY(record.answer(0, 3));
    int before = 149;
    int shown = 0;
    for (const PaneFrame& frame : record.take()) {
        if (frame.pane != 0)
            continue;
        QCOMPARE(frame.state, State::Shown);
        const int number = readNumber(frame.frame.picture);
        QCOMPARE(number, static_cast<int>((frame.moment - origin) / distance));
        QVERIFY2(number > before || (frame.request == 3 && number == before), "only changes are delivered");
        before = number;
        ++shown;
    }
    QCOMPARE(before, 199);
    QVERIFY2(shown >= 10, qPrintable(QString::number(shown)));
}

void TestPlayer::play_backward_reachesTheStart()
{
    Record record;
    Player player(m_sources, record.callbacks());
    player.seek(origin + 60 * distance);
    player.play(-2);
    QVERIFY(record.waitForEnd());
    QCOMPARE(player.moment(), player.startsAt());
    QVERIFY(record.answer(0, 3));
    int before = 61;
    for (const PaneFrame& frame : record.take())
        if (frame.pane == 0) {
            const int number = readNumber(frame.frame.picture);
            QCOMPARE(number, static_cast<int>((frame.moment - origin) / distance));
            QVERIFY(number < before || frame.request == 3);
            before = number;
        }
    QCOMPARE(before, 0);
}

void TestPlayer::play_loops_untilItIsPaused()
{
    Record record;
    Player player(m_sources, record.callbacks());
    const UtcMicroseconds from = origin + 50 * distance;
    const UtcMicroseconds until = origin + 55 * distance;
    player.setLoop(std::pair{from, until});
    player.play(1);
    QVERIFY(record.waitForFrames(0, 25));
    player.pause();
    QVERIFY(!player.isPlaying());
    int wraps = 0;
    int before = 0;
    for (const PaneFrame& frame : record.take())
        if (frame.pane == 0) {
            const int number = readNumber(frame.frame.picture);
            QVERIFY(number >= 50 && number < 55);
            wraps += number < before;
            before = number;
        }
    QVERIFY(wraps >= 3);
    for (const UtcMicroseconds moment : record.moments())
        QVERIFY(moment >= from && moment < until);
}

void TestPlayer::pause_showsTheMomentReached()
{
    Record record;
    Player player(m_sources, record.callbacks());
    const std::uint64_t sought = player.seek(origin + 10 * distance);
    player.play(1);
    QVERIFY(record.waitForFrames(0, 5));
    player.pause();
    const auto frame = record.answer(0, sought + 2);
    QVERIFY(frame.has_value());
    QCOMPARE(frame->moment, player.moment());
    QCOMPARE(readNumber(frame->frame.picture), static_cast<int>((player.moment() - origin) / distance));
    player.pause(); // already paused: nothing more
    QCOMPARE(player.seek(origin), sought + 3);
}

void TestPlayer::setPaneSize_deliversTheSameFrameAgain()
{
    Record record;
    Player player(m_sources, record.callbacks());
    player.setPaneSize(0, 80, 80); // before there is anything to show
    const std::uint64_t request = player.seek(origin + 77 * distance);
    QCOMPARE(record.answer(0, request)->frame.picture.width, 80);
    (void)record.take();
    player.setPaneSize(0, 120, 500);
    const auto again = record.answer(0, request);
    QVERIFY(again.has_value());
    QCOMPARE(again->frame.picture.width, 120);
    QCOMPARE(again->frame.picture.height, 90);
    QCOMPARE(readNumber(again->frame.picture), 77);
}

void TestPlayer::damagedFrames_andUnreadableClips_areTold()
{
    std::vector<PlayerSource> sources{m_sources[0], m_sources[0], m_sources[0]};
    sources[1].index.frames[20].damaged = true;
    sources[2].clip = m_folder.filePath(QStringLiteral("absent.mp4"));
    Record record;
    Player player(sources, record.callbacks());
    const std::uint64_t request = player.seek(origin + 20 * distance);
    QCOMPARE(record.answer(0, request)->state, State::Shown);
    QCOMPARE(record.answer(1, request)->state, State::Damaged);
    const auto failed = record.answer(2, request);
    QCOMPARE(failed->state, State::Failed);
    QVERIFY(failed->message.contains(QStringLiteral("absent.mp4")));
}

void TestPlayer::destructor_endsInTheMiddleOfWork()
{
    for (int i = 0; i < 30; ++i) {
        Record record;
        Player player(m_sources, record.callbacks());
        player.seek(origin + 190 * distance);
        if (i % 3 == 1)
            player.play(i % 2 ? 1 : -4);
        if (i % 3 == 2)
            QVERIFY(record.waitForFrames(0, 1));
    }
    Record record;
    Player empty({}, record.callbacks());
    QCOMPARE(empty.seek(5), std::uint64_t{1});
    empty.play();
    QVERIFY(record.waitForEnd());
}

void TestPlayer::turns_letThoseGoFirst_whomSomebodyWaitsFor()
{
    const auto never = [] { return false; };
    std::atomic<bool> waits = false, went = false, promoted = false;
    auto asked = std::make_unique<DecodeTurns::Run>(DecodeRank::Asked);
    std::thread ahead([&] {
        DecodeTurns::Run run(DecodeRank::Ahead);
        waits = true;
        run.giveWay(never, [] { return DecodeRank::Ahead; });
        went = true;
    });
    std::thread becomesAsked([&] {
        DecodeTurns::Run run(DecodeRank::StandbyAhead);
        run.giveWay(never, [&] { return waits ? DecodeRank::Asked : DecodeRank::StandbyAhead; });
        promoted = true; // as important as the other one, so both go on
    });
    becomesAsked.join();
    QVERIFY(promoted);
    QVERIFY(!went);
    asked.reset();
    ahead.join();
    QVERIFY(went);
}

void TestPlayer::turns_doNotWaitForEver_norForWhatIsStopped()
{
    const DecodeTurns::Run hangs(DecodeRank::Eyes);
    DecodeTurns::Run stopped(DecodeRank::StandbyAhead);
    int looks = 0;
    stopped.giveWay([&] { return ++looks == 2; }, [] { return DecodeRank::StandbyAhead; });
    QCOMPARE(looks, 2);
    DecodeTurns::Run patient(DecodeRank::Asked);
    patient.giveWay([] { return false; }, [] { return DecodeRank::Asked; }); // comes back though nothing has ended
}

void TestPlayer::leaderAndStandby_showTheSameFrames()
{
    Record shown, next;
    Player front(m_sources, shown.callbacks());
    Player behind(m_sources, next.callbacks());
    front.setLeader(1);
    behind.setStandby(true);
    for (int i = 0; i < 40; ++i) {
        if (i == 20) {
            behind.setStandby(false);
            front.setLeader(std::nullopt);
        }
        const UtcMicroseconds moment = origin + 2'000'000 + i * 7 % 40 * distance;
        const auto waited = front.seek(moment);
        const auto prepared = behind.seek(moment);
        for (std::size_t pane = 0; pane < 2; ++pane) {
            const auto first = shown.answer(pane, waited);
            const auto second = next.answer(pane, prepared);
            QVERIFY(first && second);
            QCOMPARE(first->state, State::Shown);
            QCOMPARE(second->frame.index, first->frame.index);
        }
    }
}

QTEST_GUILESS_MAIN(TestPlayer)
#include "tst_player.moc"
