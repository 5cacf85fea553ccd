#include "core/domain/names.h"

#include <array>

namespace cartwright {
namespace {

template <class E> struct Word
{
    E value;
    const char* name;
};

constexpr std::array eventKinds{Word{EventKind::Take, "take"},     Word{EventKind::Return, "return"},
                                Word{EventKind::None, "none"},     Word{EventKind::Weight, "weight"},
                                Word{EventKind::Scan, "scan"},     Word{EventKind::Entry, "entry"},
                                Word{EventKind::Exit, "exit"}};
constexpr std::array eventSources{Word{EventSource::Feed, "feed"}, Word{EventSource::Analysis, "analysis"},
                                  Word{EventSource::Reviewer, "reviewer"}};
constexpr std::array flagRules{Word{FlagRule::UncertainProduct, "uncertain_product"},
                               Word{FlagRule::UncertainAction, "uncertain_action"},
                               Word{FlagRule::UncertainShopper, "uncertain_shopper"},
                               Word{FlagRule::EvidenceIncomplete, "evidence_incomplete"},
                               Word{FlagRule::SensorsDisagree, "sensors_disagree"},
                               Word{FlagRule::CartValue, "cart_value"},
                               Word{FlagRule::NoPrediction, "no_prediction"},
                               Word{FlagRule::AuditSample, "audit_sample"}};
constexpr std::array editKinds{Word{EditKind::ChooseProduct, "choose_product"},
                               Word{EditKind::ChooseAction, "choose_action"},
                               Word{EditKind::SetQuantity, "set_quantity"},
                               Word{EditKind::AdjustLine, "adjust_line"}, Word{EditKind::DrawBox, "draw_box"},
                               Word{EditKind::RemoveBox, "remove_box"},   Word{EditKind::MoveLine, "move_line"}};
constexpr std::array outcomes{Word{VerdictOutcome::Confirmed, "confirmed"},
                              Word{VerdictOutcome::Corrected, "corrected"},
                              Word{VerdictOutcome::Unresolvable, "unresolvable"},
                              Word{VerdictOutcome::Escalated, "escalated"}};
constexpr std::array labelSources{Word{LabelSource::Machine, "machine"}, Word{LabelSource::Confirmed, "confirmed"},
                                  Word{LabelSource::Corrected, "corrected"}, Word{LabelSource::Drawn, "drawn"}};
constexpr std::array labelOrigins{Word{LabelOrigin::Decision, "decision"}, Word{LabelOrigin::Drawn, "drawn"},
                                  Word{LabelOrigin::FourPoints, "four_points"}, Word{LabelOrigin::Tracked, "tracked"},
                                  Word{LabelOrigin::Interpolated, "interpolated"}};

template <class E, std::size_t N> QString nameIn(const std::array<Word<E>, N>& words, E value)
{
    for (const auto& word : words)
        if (word.value == value)
            return QLatin1String(word.name);
    return QStringLiteral("unknown");
}

template <class E, std::size_t N>
Result<E> valueIn(const std::array<Word<E>, N>& words, const QString& name, const char* what)
{
    QStringList known;
    for (const auto& word : words) {
        if (name == QLatin1String(word.name))
            return word.value;
        known.append(QLatin1String(word.name));
    }
    return failure(ErrorKind::Refused, QStringLiteral("\"%1\" is no %2; known are %3.")
                                           .arg(name.left(40), QLatin1String(what), known.join(QStringLiteral(", "))));
}

} // namespace

QString nameOf(EventKind kind) { return nameIn(eventKinds, kind); }
QString nameOf(EventSource source) { return nameIn(eventSources, source); }
QString nameOf(FlagRule rule) { return nameIn(flagRules, rule); }
QString nameOf(EditKind kind) { return nameIn(editKinds, kind); }
QString nameOf(VerdictOutcome outcome) { return nameIn(outcomes, outcome); }
QString nameOf(LabelSource source) { return nameIn(labelSources, source); }
QString nameOf(LabelOrigin origin) { return nameIn(labelOrigins, origin); }

Result<EventKind> eventKindOf(const QString& name) { return valueIn(eventKinds, name, "kind of event"); }
Result<EventSource> eventSourceOf(const QString& name) { return valueIn(eventSources, name, "source of events"); }
Result<FlagRule> flagRuleOf(const QString& name) { return valueIn(flagRules, name, "flag reason"); }
Result<EditKind> editKindOf(const QString& name) { return valueIn(editKinds, name, "kind of edit"); }
Result<VerdictOutcome> verdictOutcomeOf(const QString& name) { return valueIn(outcomes, name, "verdict"); }
Result<LabelSource> labelSourceOf(const QString& name) { return valueIn(labelSources, name, "source of labels"); }
Result<LabelOrigin> labelOriginOf(const QString& name) { return valueIn(labelOrigins, name, "origin of labels"); }

} // namespace cartwright
