#include "core/simulator/script_writer.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace cartwright::simulator {
namespace {

std::size_t at(int i) { return static_cast<std::size_t>(i); }

/// Occupied spots with nothing standing on them, or free ones that something can stand in.
std::vector<int> reachable(const std::vector<int>& stock, const Place& place, bool occupied)
{
    std::vector<int> found;
    for (std::size_t i = 0; i < stock.size(); ++i) {
        if ((stock[i] >= 0) != occupied)
            continue;
        bool free = true;
        for (std::size_t j = 0; j < stock.size(); ++j)
            if (place.spots[j].column == place.spots[i].column) {
                const bool above = place.spots[j].level > place.spots[i].level;
                const bool below = place.spots[j].level < place.spots[i].level;
                free = free && !(occupied && above && stock[j] >= 0) && !(!occupied && below && stock[j] < 0);
            }
        if (free)
            found.push_back(static_cast<int>(i));
    }
    return found;
}

} // namespace

ScriptWriter::ScriptWriter(Script& script, Random random)
    : m_script(script), m_random(random), m_carts(script.shoppers.size())
{
    m_now = m_random.between(1.4, 1.9);
    for (const Place& place : m_script.shop->places)
        m_articles.push_back(place.article);
}

const Place& ScriptWriter::placeOf(int place) const { return m_script.shop->place(place); }
const Article& ScriptWriter::articleOf(int article) const { return m_script.shop->article(article); }
Vec3 ScriptWriter::gripOf(int article) const { return {0, -0.52 * articleOf(article).height, 2.5}; }

void ScriptWriter::turnTo(std::size_t shopper) { m_shopper = shopper; }

void ScriptWriter::beginAt(double time)
{
    m_now = time;
    m_atOnce = true;
}

void ScriptWriter::waitForAll()
{
    for (const Visit& visit : m_script.visits)
        m_now = std::max(m_now, visit.until());
}

int ScriptWriter::articleIn(int place) const { return m_articles[at(place)]; }

int ScriptWriter::homeOf(int article) const
{
    return static_cast<int>(std::find(m_articles.begin(), m_articles.end(), article) - m_articles.begin());
}

void ScriptWriter::stockShelf()
{
    m_script.stock.clear();
    for (const Place& place : m_script.shop->places)
        m_script.stock.emplace_back(place.spots.size(), place.article);
    m_stock = m_script.stock;
    for (int place = 0; place < emptyPlace; ++place)
        if (m_random.chance(0.35))
            makeRoom(place);
}

void ScriptWriter::makeRoom(int place)
{
    auto& stock = m_stock[at(place)];
    if (std::find(stock.begin(), stock.end(), -1) != stock.end())
        return;
    const std::vector<int> top = reachable(stock, placeOf(place), true);
    stock[at(top[at(m_random.below(static_cast<int>(top.size())))])] = -1;
    m_script.stock = m_stock;
}

void ScriptWriter::misplace(int place, int article)
{
    auto& stock = m_stock[at(place)];
    const std::vector<int> top = reachable(stock, placeOf(place), true);
    stock[at(top[at(m_random.below(static_cast<int>(top.size())))])] = article;
    m_script.stock = m_stock;
}

void ScriptWriter::restock(int place, int article)
{
    for (int& spot : m_stock[at(place)])
        if (spot == articleIn(place))
            spot = article;
    m_articles[at(place)] = article;
    m_script.stock = m_stock;
    m_script.wrongBins.push_back({place, article});
}

bool ScriptWriter::hasCopies(int place, int quantity) const
{
    const auto& stock = m_stock[at(place)];
    return std::count(stock.begin(), stock.end(), articleIn(place)) >= quantity;
}

ScriptWriter::Grasp ScriptWriter::graspFor(int place, int quantity)
{
    Grasp grasp;
    std::vector<int> stock = m_stock[at(place)];
    const int article = articleIn(place);
    while (static_cast<int>(grasp.spots.size()) < quantity) {
        std::vector<int> open = reachable(stock, placeOf(place), true);
        std::erase_if(open, [&](int spot) { return stock[at(spot)] != article; });
        if (open.empty())
            break;
        int chosen = open[at(m_random.below(static_cast<int>(open.size())))];
        if (!grasp.spots.empty()) {
            // One hand reaches copies that stand together.
            const Vec3 first = placeOf(place).spots[at(grasp.spots.front())].foot;
            double nearest = std::numeric_limits<double>::max();
            for (const int spot : open) {
                const Vec3 d = placeOf(place).spots[at(spot)].foot - first;
                if (dot(d, d) < nearest) {
                    nearest = dot(d, d);
                    chosen = spot;
                }
            }
        }
        stock[at(chosen)] = -1;
        grasp.spots.push_back(chosen);
    }
    for (const int spot : grasp.spots)
        grasp.hand = grasp.hand +
                     placeOf(place).spots[at(spot)].foot * (1.0 / static_cast<double>(grasp.spots.size()));
    grasp.hand = grasp.hand + gripOf(article);
    return grasp;
}

Visit& ScriptWriter::beginVisit(int place, Vec3 grasp)
{
    if (!m_script.visits.empty() && !m_atOnce)
        m_now += m_random.between(minimumCalm, minimumCalm + 0.5);
    m_atOnce = false;
    const Shopper& shopper = m_script.shoppers[m_shopper];
    Visit& visit = m_script.visits.emplace_back();
    visit.place = place;
    visit.shopper = m_shopper;
    const bool leftmost = place % 4 == 0, rightmost = place % 4 == 3;
    if ((leftmost || rightmost) && m_random.chance(0.35)) {
        const double away = leftmost ? -1 : 1;
        m_origin = {leftmost ? -75 : unit::width + 75, grasp.y + 28, 26};
        visit.shoulder = {away * 58, 26, 34};
    } else {
        m_origin = {grasp.x + shopper.lean * 0.6 + m_random.between(-5, 5), unit::bottom + 54, 34};
        visit.shoulder = {shopper.lean * 0.5, 64, 44};
    }
    visit.path.push_back({m_now, m_origin});
    moveTo(visit, grasp, m_random.between(0.52, 0.72));
    return visit;
}

void ScriptWriter::endVisit(Visit& visit)
{
    // Goods are lifted out of the shelf before they go down with the hand.
    const Vec3 hand = visit.path.back().hand;
    moveTo(visit, hand + Vec3{0, -1.5, 7}, 0.22);
    moveTo(visit, m_origin, m_random.between(0.5, 0.68));
    for (Carried& carried : visit.carried)
        if (carried.until > m_now)
            carried.until = m_now;
}

void ScriptWriter::stay(Visit& visit, double seconds)
{
    const Vec3 hand = visit.path.back().hand;
    const double until = m_now + seconds;
    while (until - m_now > 0.45)
        moveTo(visit, hand + Vec3{m_random.bell() * 0.35, m_random.bell() * 0.35, m_random.bell() * 0.3},
               0.32);
    moveTo(visit, hand, until - m_now);
}

void ScriptWriter::moveTo(Visit& visit, Vec3 hand, double seconds)
{
    m_now += seconds;
    visit.path.push_back({m_now, hand});
}

void ScriptWriter::change(int place, int spot, int article)
{
    const int before = m_stock[at(place)][at(spot)];
    m_stock[at(place)][at(spot)] = article;
    m_script.changes.push_back({m_now, place, spot, article, before});
    if (placeOf(place).plateId.isEmpty())
        return;
    const Grams weight = *articleOf(article >= 0 ? article : before).product.unitWeight;
    const Grams measured = weight + std::llround(m_random.bell() * 1.5);
    m_script.weights.push_back(
        {m_now + m_random.between(0.1, 0.25), place, article >= 0 ? measured : -measured});
}

void ScriptWriter::pick(Visit& visit, int spot, Vec3 hand)
{
    const int article = m_stock[at(visit.place)][at(spot)];
    const Vec3 foot = placeOf(visit.place).spots[at(spot)].foot;
    visit.carried.push_back({article, m_now, std::numeric_limits<double>::max(), foot - hand});
    change(visit.place, spot, -1);
}

void ScriptWriter::release(Visit& visit, int spot, int article, Vec3 hand)
{
    const Vec3 offset = placeOf(visit.place).spots[at(spot)].foot - hand;
    for (Carried& carried : visit.carried)
        if (carried.article == article && carried.until > m_now && carried.offset == offset) {
            carried.until = m_now;
            break;
        }
    change(visit.place, spot, article);
}

void ScriptWriter::note(EventKind kind, int place, int article, int quantity)
{
    m_script.events.push_back({kind, place, article, quantity, m_script.visits.size() - 1, m_shopper, 0, 0, {}});
    if (kind == EventKind::Take)
        m_carts[m_shopper][article] += quantity;
    if (kind == EventKind::Return)
        giveUp(article);
}

void ScriptWriter::giveUp(int article)
{
    auto& cart = m_carts[m_shopper];
    if (--cart[article] == 0)
        cart.erase(article);
}

void ScriptWriter::take(int place, int quantity)
{
    const Grasp grasp = graspFor(place, quantity);
    Visit& visit = beginVisit(place, grasp.hand);
    stay(visit, m_random.between(0.5, 1.0));
    for (const int spot : grasp.spots)
        pick(visit, spot, grasp.hand);
    note(EventKind::Take, place, articleIn(place), quantity);
    endVisit(visit);
}

void ScriptWriter::takeMisplaced(int place)
{
    const auto& stock = m_stock[at(place)];
    const auto found = std::find_if(stock.begin(), stock.end(),
                                    [&](int article) { return article >= 0 && article != articleIn(place); });
    const int spot = static_cast<int>(found - stock.begin());
    const int article = *found;
    const Vec3 hand = placeOf(place).spots[at(spot)].foot + gripOf(article);
    Visit& visit = beginVisit(place, hand);
    stay(visit, m_random.between(0.5, 1.0));
    pick(visit, spot, hand);
    note(EventKind::Take, place, article, 1);
    endVisit(visit);
}

void ScriptWriter::putInto(int place, int article)
{
    const std::vector<int> free = reachable(m_stock[at(place)], placeOf(place), false);
    const int spot = free[at(m_random.below(static_cast<int>(free.size())))];
    const Vec3 hand = placeOf(place).spots[at(spot)].foot + gripOf(article);
    Visit& visit = beginVisit(place, hand);
    visit.carried.push_back({article, visit.from(), std::numeric_limits<double>::max(),
                             placeOf(place).spots[at(spot)].foot - hand});
    stay(visit, m_random.between(0.3, 0.5));
    release(visit, spot, article, hand);
    stay(visit, m_random.between(0.2, 0.4));
    if (place >= emptyPlace) {
        m_script.misplaced.push_back({article, 1,
                                      place == emptyPlace ? QStringLiteral("empty place") : QStringLiteral("floor"),
                                      m_now, m_shopper});
        giveUp(article);
    } else {
        note(EventKind::Return, place, article, 1);
        if (articleIn(place) != article)
            m_script.misplaced.push_back({article, 1, placeOf(place).binId, m_now, m_shopper});
    }
    endVisit(visit);
}

void ScriptWriter::hover(int place, double seconds)
{
    const Grasp grasp = graspFor(place, 1);
    Visit& visit = beginVisit(place, grasp.hand + Vec3{0, 0, 4});
    stay(visit, seconds);
    note(EventKind::None, place, articleIn(place), 0);
    endVisit(visit);
}

void ScriptWriter::hold(int place, double seconds, Hold then)
{
    const Grasp grasp = graspFor(place, 1);
    Visit& visit = beginVisit(place, grasp.hand);
    stay(visit, 0.5);
    pick(visit, grasp.spots.front(), grasp.hand);
    moveTo(visit, grasp.hand + Vec3{0, -1.5, 9}, 0.35);
    stay(visit, seconds);
    if (then == Hold::ThenPutBack) {
        moveTo(visit, grasp.hand, 0.35);
        stay(visit, 0.3);
        release(visit, grasp.spots.front(), articleIn(place), grasp.hand);
        note(EventKind::None, place, articleIn(place), 0);
    } else {
        note(EventKind::Take, place, articleIn(place), 1);
    }
    endVisit(visit);
}

void ScriptWriter::holdTwoTakeOne(int place)
{
    const Grasp grasp = graspFor(place, 2);
    Visit& visit = beginVisit(place, grasp.hand);
    stay(visit, 0.5);
    for (const int spot : grasp.spots)
        pick(visit, spot, grasp.hand);
    moveTo(visit, grasp.hand + Vec3{0, -1.5, 9}, 0.35);
    stay(visit, m_random.between(0.9, 1.6));
    moveTo(visit, grasp.hand, 0.35);
    stay(visit, 0.35);
    // The copy that was on top was taken first; the other one goes back, so that nothing floats.
    release(visit, grasp.spots.back(), articleIn(place), grasp.hand);
    note(EventKind::Take, place, articleIn(place), 1);
    endVisit(visit);
}

void ScriptWriter::finish(double minimumLength)
{
    waitForAll();
    std::stable_sort(m_script.changes.begin(), m_script.changes.end(),
                     [](const StockChange& a, const StockChange& b) { return a.at < b.at; });
    for (std::size_t shopper = 0; shopper < m_carts.size(); ++shopper)
        if (m_script.shoppers[shopper].own)
            for (const auto& [article, quantity] : m_carts[shopper])
                m_script.cart[article] += quantity;
    const double length = std::max(minimumLength, m_now + m_random.between(1.4, 2.0));
    m_script.length = std::ceil(length * 100) / 100;
}

} // namespace cartwright::simulator
