#include "core/review/flag_policy.h"

#include "core/base/safe_file.h"
#include "core/domain/names.h"

#include <algorithm>

namespace cartwright::review {
namespace {

struct Measured
{
    double value = 0;
    QString eventId;
};

/// One less the least of what `probability` says of the interactions, and the event it belongs to.
bool isOthers(const Event& event) { return event.actorProbability < 0.3; }

template <class Probability> Measured mostUncertain(const std::vector<Event>& events, Probability probability)
{
    Measured worst;
    for (const auto& event : events) {
        if (!event.isInteraction())
            continue;
        const double doubt = 1 - probability(event);
        if (doubt > worst.value)
            worst = {doubt, event.eventId};
    }
    return worst;
}

Measured worstDisagreement(const std::vector<SourcesDisagree>& disagreements)
{
    Measured worst;
    for (const auto& one : disagreements)
        if (one.doubt > worst.value)
            worst = {one.doubt, one.eventId};
    return worst;
}

Measured measure(FlagRule rule, const FlagInput& input)
{
    const auto& events = input.prediction.events;
    switch (rule) {
    case FlagRule::UncertainProduct:
        return mostUncertain(events, [](const Event& event) {
            if (event.kind == EventKind::None || isOthers(event))
                return 1.0; // nothing changed hands, whatever the product
            return event.candidates.empty() ? 0.0 : event.candidates.front().probability;
        });
    case FlagRule::UncertainAction:
        return mostUncertain(events, [](const Event& event) { return isOthers(event) ? 1.0 : event.kindProbability; });
    case FlagRule::UncertainShopper:
        return mostUncertain(events, [](const Event& event) {
            return event.kind == EventKind::None ? 1.0 : std::max(event.actorProbability, 1 - event.actorProbability);
        });
    case FlagRule::EvidenceIncomplete:
        return {input.evidenceComplete ? 0 : std::max(0.001, input.evidenceMissing), {}};
    case FlagRule::SensorsDisagree:
        return worstDisagreement(input.disagreements);
    case FlagRule::CartValue:
        return {static_cast<double>(input.cartTotal), {}};
    case FlagRule::NoPrediction:
        return {input.prediction.clips.empty() && input.prediction.events.empty()
                        && input.prediction.cart.lines.empty()
                    ? 1.0
                    : 0.0,
                {}};
    case FlagRule::AuditSample:
        break;
    }
    return {};
}

Result<Condition> conditionFromJson(const QJsonObject& object, const QString& where)
{
    JsonReader reader(object, where);
    const auto rule = flagRuleOf(reader.text(QStringLiteral("rule"), 40));
    const auto limit = reader.optionalNumber(QStringLiteral("above"), 0, 1e12);
    if (reader.error())
        return failure(*reader.error());
    if (!rule)
        return failure(rule.error());
    if (!limit || *rule == FlagRule::AuditSample)
        return failure(ErrorKind::Refused,
                       QStringLiteral("%1: a condition is a rule other than audit_sample with \"above\".").arg(where));
    return Condition{*rule, *limit};
}

} // namespace

FlagPolicy FlagPolicy::standard()
{
    return {{{{FlagRule::UncertainProduct, 0.3}},
             {{FlagRule::UncertainAction, 0.3}},
             {{FlagRule::UncertainShopper, 0.15}},
             {{FlagRule::EvidenceIncomplete, 0}},
             {{FlagRule::SensorsDisagree, 0.1}},
             {{FlagRule::NoPrediction, 0}},
             {{FlagRule::CartValue, 20'000}, {FlagRule::UncertainAction, 0.1}},
             {{FlagRule::CartValue, 20'000}, {FlagRule::UncertainProduct, 0.1}}},
            0.02};
}

Result<FlagPolicy> flagPolicyFromSettings(const QJsonObject& settings)
{
    FlagPolicy policy = FlagPolicy::standard();
    JsonReader reader(settings, QStringLiteral("settings.json"));
    policy.auditShare = reader.optionalNumber(QStringLiteral("audit_share"), 0, 1).value_or(policy.auditShare);
    const QJsonValue any = settings.value(QStringLiteral("flag_policy")).toObject().value(QStringLiteral("any"));
    if (reader.error())
        return failure(*reader.error());
    if (any.isUndefined())
        return policy;
    policy.groups.clear();
    for (const auto& group : any.toArray()) {
        std::vector<Condition> conditions;
        for (const auto& condition : group.toObject().value(QStringLiteral("all")).toArray()) {
            auto read = conditionFromJson(condition.toObject(), QStringLiteral("settings.json flag_policy"));
            if (!read)
                return failure(read.error());
            conditions.push_back(*read);
        }
        if (conditions.empty())
            return failure(ErrorKind::Refused,
                           QStringLiteral("settings.json flag_policy: a group needs at least one condition in \"all\"."));
        policy.groups.push_back(std::move(conditions));
    }
    return policy;
}

QJsonObject toJson(const FlagPolicy& policy)
{
    QJsonArray any;
    for (const auto& group : policy.groups) {
        QJsonArray all;
        for (const auto& condition : group)
            all.append(QJsonObject{{QStringLiteral("rule"), nameOf(condition.rule)},
                                   {QStringLiteral("above"), condition.limit}});
        any.append(QJsonObject{{QStringLiteral("all"), all}});
    }
    return {{QStringLiteral("any"), any}};
}

std::vector<Flag> flagsOf(const FlagInput& input, const FlagPolicy& policy)
{
    std::vector<Flag> flags;
    for (const auto& group : policy.groups) {
        std::vector<Flag> fired;
        for (const auto& condition : group)
            if (const Measured measured = measure(condition.rule, input); measured.value > condition.limit)
                fired.push_back({condition.rule, measured.value, condition.limit, measured.eventId});
        if (fired.size() != group.size())
            continue;
        for (auto& flag : fired)
            if (std::find(flags.begin(), flags.end(), flag) == flags.end())
                flags.push_back(std::move(flag));
    }
    if (inAuditSample(input.key, policy.auditShare))
        flags.push_back({FlagRule::AuditSample, policy.auditShare, policy.auditShare, {}});
    return flags;
}

QString nameOf(Between between)
{
    switch (between) {
    case Between::CamerasAndPlates: return QStringLiteral("cameras against plates");
    case Between::CamerasAndScans: return QStringLiteral("cameras against scans");
    case Between::CamerasAndHistory: return QStringLiteral("a return against what was taken");
    case Between::PlatesAlone: return QStringLiteral("plates against cameras that saw nobody");
    case Between::AnalysisAndFeedCart: return QStringLiteral("analysis against the feed's cart");
    }
    return {};
}

std::optional<Between> sourcesOf(const Flag& flag, const std::vector<Event>& events)
{
    if (flag.rule != FlagRule::SensorsDisagree)
        return std::nullopt;
    const auto event =
        std::find_if(events.begin(), events.end(), [&](const Event& e) { return e.eventId == flag.eventId; });
    if (event == events.end())
        return Between::AnalysisAndFeedCart;
    if (event->kind == EventKind::Scan)
        return Between::CamerasAndScans;
    if (!event->plateId.isEmpty())
        return Between::PlatesAlone;
    return event->kind == EventKind::Return && flag.value >= 1 ? Between::CamerasAndHistory : Between::CamerasAndPlates;
}

bool inAuditSample(const SaleKey& key, double share)
{
    // The first 52 bits of a hash, so that the choice depends on nothing but the sale's own name.
    const QByteArray name = (QStringLiteral("audit\n") + key.storeId + QLatin1Char('\n') + key.saleId).toUtf8();
    bool ok = false;
    const auto bits = sha256Of(name).left(13).toULongLong(&ok, 16);
    return static_cast<double>(bits) / static_cast<double>(1ULL << 52) < share;
}

} // namespace cartwright::review
