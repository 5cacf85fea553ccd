#pragma once

#include "core/domain/decision.h"

namespace cartwright {

/// The fixed words for enumerated values in files, tables and on the command line ("take",
/// "uncertain_product", "corrected", ...). Refused where a word is unknown.
QString nameOf(EventKind kind);
QString nameOf(EventSource source);
QString nameOf(FlagRule rule);
QString nameOf(EditKind kind);
QString nameOf(VerdictOutcome outcome);
QString nameOf(LabelSource source);
QString nameOf(LabelOrigin origin);

Result<EventKind> eventKindOf(const QString& name);
Result<EventSource> eventSourceOf(const QString& name);
Result<FlagRule> flagRuleOf(const QString& name);
Result<EditKind> editKindOf(const QString& name);
Result<VerdictOutcome> verdictOutcomeOf(const QString& name);
Result<LabelSource> labelSourceOf(const QString& name);
Result<LabelOrigin> labelOriginOf(const QString& name);

} // namespace cartwright
