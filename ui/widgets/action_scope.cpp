#include "ui/widgets/action_scope.h"

#include <QCoreApplication>

namespace cartwright::ui {

namespace {

QString translated(const char* text)
{
    return QCoreApplication::translate("ActionScope", text);
}

bool isInReview(ActionScope scope)
{
    return scope >= ActionScope::Review && scope <= ActionScope::Annotate;
}

} // namespace

QString scopeTitle(ActionScope scope)
{
    switch (scope) {
    case ActionScope::Global: return translated(QT_TRANSLATE_NOOP("ActionScope", "everywhere"));
    case ActionScope::Review: return translated(QT_TRANSLATE_NOOP("ActionScope", "Review"));
    case ActionScope::Player: return translated(QT_TRANSLATE_NOOP("ActionScope", "Review: player"));
    case ActionScope::Timeline: return translated(QT_TRANSLATE_NOOP("ActionScope", "Review: time axis"));
    case ActionScope::Cart: return translated(QT_TRANSLATE_NOOP("ActionScope", "Review: cart"));
    case ActionScope::Annotate: return translated(QT_TRANSLATE_NOOP("ActionScope", "Review: labels"));
    case ActionScope::Queue: return translated(QT_TRANSLATE_NOOP("ActionScope", "Queue"));
    case ActionScope::Disputes: return translated(QT_TRANSLATE_NOOP("ActionScope", "Disputes"));
    case ActionScope::Datasets: return translated(QT_TRANSLATE_NOOP("ActionScope", "Datasets"));
    case ActionScope::Models: return translated(QT_TRANSLATE_NOOP("ActionScope", "Models"));
    case ActionScope::Measures: return translated(QT_TRANSLATE_NOOP("ActionScope", "Measures"));
    case ActionScope::Administration: return translated(QT_TRANSLATE_NOOP("ActionScope", "Administration"));
    }
    return {};
}

bool scopesMeet(ActionScope one, ActionScope other)
{
    return one == other || one == ActionScope::Global || other == ActionScope::Global ||
           (isInReview(one) && isInReview(other));
}

} // namespace cartwright::ui
