#include "ui/widgets/texts.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

namespace cartwright::ui {

namespace {

QString translated(const char* text)
{
    return QCoreApplication::translate("Texts", text);
}

} // namespace

QString texts::question(FlagRule rule)
{
    switch (rule) {
    case FlagRule::UncertainProduct: return translated(QT_TRANSLATE_NOOP("Texts", "which product?"));
    case FlagRule::UncertainAction: return translated(QT_TRANSLATE_NOOP("Texts", "take or return?"));
    case FlagRule::UncertainShopper: return translated(QT_TRANSLATE_NOOP("Texts", "which shopper?"));
    case FlagRule::EvidenceIncomplete: return translated(QT_TRANSLATE_NOOP("Texts", "is the cart complete?"));
    case FlagRule::SensorsDisagree: return translated(QT_TRANSLATE_NOOP("Texts", "which of the sources is right?"));
    case FlagRule::CartValue: return translated(QT_TRANSLATE_NOOP("Texts", "is this large cart right?"));
    case FlagRule::NoPrediction: return translated(QT_TRANSLATE_NOOP("Texts", "what is in the cart?"));
    case FlagRule::AuditSample: return translated(QT_TRANSLATE_NOOP("Texts", "what is in the cart?"));
    }
    return {};
}

QString texts::reason(FlagRule rule)
{
    switch (rule) {
    case FlagRule::UncertainProduct: return translated(QT_TRANSLATE_NOOP("Texts", "uncertain product"));
    case FlagRule::UncertainAction: return translated(QT_TRANSLATE_NOOP("Texts", "uncertain action"));
    case FlagRule::UncertainShopper: return translated(QT_TRANSLATE_NOOP("Texts", "uncertain shopper"));
    case FlagRule::EvidenceIncomplete: return translated(QT_TRANSLATE_NOOP("Texts", "evidence incomplete"));
    case FlagRule::SensorsDisagree: return translated(QT_TRANSLATE_NOOP("Texts", "sensors disagree"));
    case FlagRule::CartValue: return translated(QT_TRANSLATE_NOOP("Texts", "cart value"));
    case FlagRule::NoPrediction: return translated(QT_TRANSLATE_NOOP("Texts", "no prediction"));
    case FlagRule::AuditSample: return translated(QT_TRANSLATE_NOOP("Texts", "audit sample"));
    }
    return {};
}

QString texts::state(store::QueueState state)
{
    switch (state) {
    case store::QueueState::Waiting: return translated(QT_TRANSLATE_NOOP("Texts", "waiting"));
    case store::QueueState::Claimed: return translated(QT_TRANSLATE_NOOP("Texts", "claimed"));
    case store::QueueState::Escalated: return translated(QT_TRANSLATE_NOOP("Texts", "escalated"));
    case store::QueueState::Done: return translated(QT_TRANSLATE_NOOP("Texts", "done"));
    }
    return {};
}

QString texts::outcome(VerdictOutcome outcome)
{
    switch (outcome) {
    case VerdictOutcome::Confirmed: return translated(QT_TRANSLATE_NOOP("Texts", "confirmed"));
    case VerdictOutcome::Corrected: return translated(QT_TRANSLATE_NOOP("Texts", "corrected"));
    case VerdictOutcome::Unresolvable: return translated(QT_TRANSLATE_NOOP("Texts", "unresolvable"));
    case VerdictOutcome::Escalated: return translated(QT_TRANSLATE_NOOP("Texts", "escalated"));
    }
    return {};
}

QString texts::action(EventKind kind)
{
    switch (kind) {
    case EventKind::Take: return translated(QT_TRANSLATE_NOOP("Texts", "take"));
    case EventKind::Return: return translated(QT_TRANSLATE_NOOP("Texts", "return"));
    case EventKind::None: return translated(QT_TRANSLATE_NOOP("Texts", "none"));
    case EventKind::Weight: return translated(QT_TRANSLATE_NOOP("Texts", "weight"));
    case EventKind::Scan: return translated(QT_TRANSLATE_NOOP("Texts", "scan"));
    case EventKind::Entry: return translated(QT_TRANSLATE_NOOP("Texts", "entry"));
    case EventKind::Exit: return translated(QT_TRANSLATE_NOOP("Texts", "exit"));
    }
    return {};
}

QString texts::percent(double probability)
{
    return translated(QT_TRANSLATE_NOOP("Texts", "%1 %")).arg(qRound(probability * 100));
}

QString texts::duration(Microseconds span)
{
    const bool negative = span < 0;
    const qint64 seconds = (negative ? -span : span) / microsecondsPerSecond;
    const QChar zero(u'0');
    QString text = QStringLiteral("%1:%2").arg(seconds / 60 % 60, 2, 10, zero).arg(seconds % 60, 2, 10, zero);
    if (seconds >= 3600)
        text = QStringLiteral("%1:%2").arg(seconds / 3600).arg(text);
    return negative ? QChar(u'\u2212') + text : text;
}

QString texts::timeOfDay(UtcMicroseconds moment, Precision precision, const QTimeZone& zone)
{
    const QDateTime local = zone.isValid() ? QDateTime::fromMSecsSinceEpoch(moment / 1000, zone) : QDateTime::fromMSecsSinceEpoch(moment / 1000);
    switch (precision) {
    case Precision::Minutes: return local.toString(QStringLiteral("HH:mm"));
    case Precision::Seconds: return local.toString(QStringLiteral("HH:mm:ss"));
    case Precision::Milliseconds: return local.toString(QStringLiteral("HH:mm:ss.zzz"));
    }
    return {};
}

QString texts::dayAndTime(UtcMicroseconds moment)
{
    return QDateTime::fromMSecsSinceEpoch(moment / 1000).toString(QStringLiteral("yyyy-MM-dd HH:mm"));
}

QLabel* plainLabel(const QString& objectName, QWidget* parent)
{
    auto* label = new QLabel(parent);
    label->setObjectName(objectName);
    label->setTextFormat(Qt::PlainText);
    return label;
}

} // namespace cartwright::ui
