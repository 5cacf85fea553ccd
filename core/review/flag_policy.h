#pragma once

#include "core/base/json.h"
#include "core/domain/decision.h"
#include "core/store/sale_repository.h"

#include <optional>

namespace cartwright::review {

/// Which source contradicts which.
enum class Between : std::uint8_t {
    CamerasAndPlates,
    CamerasAndScans,
    CamerasAndHistory, ///< put back, though nobody saw it being taken
    PlatesAlone,       ///< a plate's load changed and no camera saw anybody there
    AnalysisAndFeedCart,
};
/// "cameras against plates", "cameras against scans", "a return against what was taken", "plates against cameras that saw
/// nobody", "analysis against the feed's cart".
QString nameOf(Between between);

/// Two sources that contradict each other.
struct SourcesDisagree
{
    Between between = Between::CamerasAndPlates;
    QString eventId;  ///< the event it is about, or empty
    double doubt = 1; ///< that what they come to together is wrong, 0 to 1
};

/// What the policy looks at, gathered by the pipeline.
struct FlagInput
{
    SaleKey key;
    store::Prediction prediction;
    bool evidenceComplete = true;   ///< every clip there, undamaged, without gaps or blind spans
    double evidenceMissing = 0;     ///< share of the visit that some camera did not see, 0 to 1
    std::vector<SourcesDisagree> disagreements;
    MinorUnits cartTotal = 0;
};

/// One comparison: the rule's value against its limit.
struct Condition
{
    FlagRule rule = FlagRule::UncertainProduct;
    double limit = 0; ///< fires where the value is above it
    bool operator==(const Condition&) const = default;
};

/// A sale is flagged where any group fires (Or); a group fires where all of its conditions fire (And).
/// Values: UncertainProduct, UncertainAction and UncertainShopper are one less the least probability over the events;
/// events that are others' (actorProbability below 0.3) count for none of the three, and the doubt who it was is as great
/// at p as at 1 - p. EvidenceIncomplete is the share missing (and at least 0.001 where anything is); SensorsDisagree is the
/// greatest doubt that a contradiction between sources leaves;
/// CartValue is the cart's total in minor units; NoPrediction is 1 where nothing was predicted though clips or events came.
struct FlagPolicy
{
    std::vector<std::vector<Condition>> groups;
    double auditShare = 0.02; ///< of all sales, chosen by a stable hash of the sale's key

    bool operator==(const FlagPolicy&) const = default;

    static FlagPolicy standard();
};

/// From settings.json: {"flag_policy": {"any": [{"all": [{"rule": "uncertain_product", "above": 0.3}]}]},
/// "audit_share": 0.02}. Members that are absent give the standard policy. Refused where a rule is unknown.
Result<FlagPolicy> flagPolicyFromSettings(const QJsonObject& settings);
QJsonObject toJson(const FlagPolicy& policy);

/// Each condition that made a group fire, with its value; nothing where no group fires. AuditSample is added where
/// the sale was chosen for the sample, whatever else fired.
std::vector<Flag> flagsOf(const FlagInput& input, const FlagPolicy& policy);

/// Which sources a flag of the rule SensorsDisagree is about, from the event it names (by what kind of fact that is) among the
/// sale's predicted events; nothing for other rules.
std::optional<Between> sourcesOf(const Flag& flag, const std::vector<Event>& events);

/// Whether the sale is in the audit sample: the same answer for the same sale, whenever it is asked.
bool inAuditSample(const SaleKey& key, double share);

} // namespace cartwright::review
