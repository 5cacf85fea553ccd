#include "core/simulator/script_writer.h"

#include <algorithm>
#include <limits>

namespace cartwright::simulator {
void ScriptWriter::comeToShelf()
{
    const Place& place = placeOf(emptyPlace);
    const Vec3 hand{place.left + m_random.between(9, 18), place.floor - m_random.between(6, 12), 6};
    Visit& visit = beginVisit(emptyPlace, hand);
    const double from = m_now;
    stay(visit, 0.7);
    const Vec3 elbow = hand + visit.shoulder * 0.45;
    m_script.shoppers[m_shopper].seen =
        SeenComing{(from + m_now) / 2,
                   {std::min(hand.x, elbow.x) - 5, hand.y - 6, hand.z},
                   {std::max(hand.x, elbow.x) + 5, std::min(elbow.y, unit::bottom + 8), hand.z}};
    endVisit(visit);
}

void ScriptWriter::takeAndHandOver(int place, std::size_t to)
{
    const Place& meeting = placeOf(emptyPlace);
    const Vec3 there{meeting.left + m_random.between(12, 20), meeting.floor - m_random.between(12, 18), 16};
    const std::size_t from = m_shopper;
    const Grasp grasp = graspFor(place, 1);
    const int article = articleIn(place);
    Visit& giving = beginVisit(place, grasp.hand);
    stay(giving, m_random.between(0.4, 0.7));
    pick(giving, grasp.spots.front(), grasp.hand);
    note(EventKind::Take, place, article, 1);
    moveTo(giving, grasp.hand + Vec3{0, -1.5, 9}, 0.25);
    moveTo(giving, there, 0.7);
    const double met = m_now;
    stay(giving, 0.5);
    const double given = m_now;
    giving.carried.back().until = given;
    const Vec3 offset = giving.carried.back().offset;
    stay(giving, 0.25);
    endVisit(giving);
    giveUp(article);

    turnTo(to);
    beginAt(met - 0.5);
    Visit& taking = beginVisit(emptyPlace, there + Vec3{5, -2, 1});
    stay(taking, std::max(0.3, given - m_now + 0.25));
    taking.carried.push_back({article, given, std::numeric_limits<double>::max(), offset - Vec3{5, -2, 1}});
    endVisit(taking);
    ++m_carts[to][article];
    m_script.handedOver.push_back({article, from, to, given});
    waitForAll();
    turnTo(from);
}

void ScriptWriter::standBefore(int place, double seconds)
{
    const Place& by = placeOf(place);
    const Vec3 hand{(by.left + by.right) / 2 + m_random.between(-6, 6), by.floor - m_random.between(4, 10), 24};
    Visit& visit = beginVisit(place, hand);
    stay(visit, seconds);
    note(EventKind::None, place, articleIn(place), 0);
    endVisit(visit);
}

} // namespace cartwright::simulator
