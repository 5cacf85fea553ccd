#include "core/pipeline/reliability.h"

#include <QJsonArray>

#include <algorithm>
#include <array>
#include <cmath>

namespace cartwright::pipeline {
namespace {

struct Member
{
    Source source;
    const char* name;
    double Reliability::*value;
};

constexpr std::array<Member, 7> members = {{{Source::CameraKind, "camera_kind", &Reliability::cameraKind},
                                            {Source::CameraQuantity, "camera_quantity", &Reliability::cameraQuantity},
                                            {Source::CameraSeveral, "camera_several", &Reliability::cameraSeveral},
                                            {Source::Plate, "plate", &Reliability::plate},
                                            {Source::Planogram, "planogram", &Reliability::planogram},
                                            {Source::Scan, "scan", &Reliability::scan},
                                            {Source::HeldBefore, "held_before", &Reliability::heldBefore}}};
constexpr double least = 0.5;
constexpr double most = 0.999;
constexpr double answersBefore = 40;
constexpr Microseconds stepReach = 2'500'000;

int piecesIn(const Cart& cart, const Gtin& gtin)
{
    const CartLine* line = cart.find(gtin);
    return line ? line->quantity : 0;
}

void addScans(std::vector<ReviewedFact>& facts, const ReviewedSale& sale)
{
    std::map<Gtin, int> scanned;
    for (const Event& event : sale.predicted)
        if (event.kind == EventKind::Scan)
            scanned[event.gtin] += event.quantity;
    if (scanned.empty())
        return;
    for (const CartLine& line : sale.cart.lines)
        for (int piece = 0; piece < line.quantity; ++piece)
            facts.push_back({Source::Scan, piece < scanned[line.gtin]});
    for (const auto& [gtin, pieces] : scanned)
        for (int piece = piecesIn(sale.cart, gtin); piece < pieces; ++piece)
            facts.push_back({Source::Scan, false});
}

/// Whether the plate's steps around an event weigh what was decided to have moved.
void addPlate(std::vector<ReviewedFact>& facts, const ReviewedSale& sale, const Event& decided, const QString& plateId,
              const std::map<Gtin, Product>& products)
{
    if (plateId.isEmpty() || decided.candidates.empty())
        return;
    const auto product = products.find(decided.candidates.front().gtin);
    if (product == products.end() || !product->second.unitWeight)
        return;
    double measured = 0;
    bool any = false;
    for (const Event& event : sale.predicted)
        if (event.kind == EventKind::Weight && event.plateId == plateId && event.at > decided.at - stepReach
            && event.at < decided.until + stepReach) {
            measured += static_cast<double>(event.deltaGrams.value_or(0));
            any = true;
        }
    if (!any)
        return;
    const int pieces = decided.kind == EventKind::Take     ? -decided.quantity
                       : decided.kind == EventKind::Return ? decided.quantity
                                                           : 0;
    const double expected = pieces * static_cast<double>(*product->second.unitWeight);
    facts.push_back({Source::Plate, std::abs(measured - expected) <= 15 + 0.02 * std::abs(expected)});
}

} // namespace

Reliability learnReliability(const std::vector<ReviewedFact>& facts, const Reliability& before)
{
    Reliability learnt = before;
    for (const Member& member : members) {
        double right = 0, all = 0;
        for (const ReviewedFact& fact : facts)
            if (fact.source == member.source) {
                all += 1;
                right += fact.wasRight ? 1 : 0;
            }
        learnt.*member.value =
            std::clamp((right + answersBefore * (before.*member.value)) / (all + answersBefore), least, most);
    }
    return learnt;
}

std::vector<ReviewedFact> factsOf(const ReviewedSale& sale, const Store& store, const std::map<Gtin, Product>& products)
{
    std::vector<ReviewedFact> facts;
    std::map<Gtin, int> held;
    for (const Event& predicted : sale.predicted) {
        const auto found = sale.decided.find(predicted.eventId);
        if (!predicted.isInteraction() || found == sale.decided.end() || predicted.actorProbability < 0.5)
            continue;
        const Event& decided = found->second;
        facts.push_back({Source::CameraKind, predicted.kind == decided.kind});
        const Gtin gtin = decided.candidates.empty() ? Gtin{} : decided.candidates.front().gtin;
        if (decided.kind == EventKind::None || gtin.isEmpty())
            continue;
        if (predicted.kind == decided.kind)
            facts.push_back({predicted.quantity > 1 ? Source::CameraSeveral : Source::CameraQuantity,
                             predicted.quantity == decided.quantity});
        const Bin* bin = store.findBin(decided.binId);
        if (bin && decided.kind == EventKind::Take)
            facts.push_back({Source::Planogram, bin->gtin == gtin});
        if (decided.kind == EventKind::Return)
            facts.push_back({Source::HeldBefore, held[gtin] >= decided.quantity});
        held[gtin] += decided.kind == EventKind::Take ? decided.quantity : -decided.quantity;
        addPlate(facts, sale, decided, bin ? bin->plateId : QString(), products);
    }
    addScans(facts, sale);
    return facts;
}

Result<Reliability> reliabilityFromSettings(const QJsonObject& settings)
{
    Reliability reliability;
    const QJsonObject object = settings.value(QStringLiteral("source_reliability")).toObject();
    JsonReader reader(object, QStringLiteral("settings.json source_reliability"));
    for (const Member& member : members)
        reliability.*member.value =
            reader.optionalNumber(QLatin1String(member.name), least, most).value_or(reliability.*member.value);
    if (reader.error())
        return failure(*reader.error());
    return reliability;
}

QJsonObject toJson(const Reliability& reliability)
{
    QJsonObject object;
    for (const Member& member : members)
        object.insert(QLatin1String(member.name), reliability.*member.value);
    return object;
}

} // namespace cartwright::pipeline
