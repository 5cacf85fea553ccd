#pragma once

#include "core/domain/decision.h"
#include "core/store/queue_repository.h"

#include <QKeySequence>
#include <QLabel>
#include <QTimeZone>
#include <QWidget>

namespace cartwright::ui {

/// Words that several places show for the same thing, in the reviewer's language.
namespace texts {

QString question(FlagRule rule);        ///< "which product?"
QString reason(FlagRule rule);          ///< "uncertain product", for lists and filters
QString state(store::QueueState state);
QString outcome(VerdictOutcome outcome); ///< "corrected"
QString action(EventKind kind);         ///< "take", "return", "none", …
QString percent(double probability);    ///< "54 %"
/// "06:12", "1:02:10"; overdue times have a minus sign.
QString duration(Microseconds span);
/// Time of day of a moment in the store's time zone, or in the reviewer's own where none is given; with thousandths of a
/// second where asked.
enum class Precision : std::uint8_t { Minutes, Seconds, Milliseconds };
QString timeOfDay(UtcMicroseconds moment, Precision precision, const QTimeZone& zone = {});
QString dayAndTime(UtcMicroseconds moment);

} // namespace texts

/// A label for text from outside: it is never read as markup. `role` becomes the object name.
QLabel* plainLabel(const QString& objectName, QWidget* parent = nullptr);

/// Sets object name and accessible name of a control at once.
template <class Widget> Widget* named(Widget* widget, const QString& objectName, const QString& accessibleName)
{
    widget->setObjectName(objectName);
    widget->setAccessibleName(accessibleName);
    return widget;
}

} // namespace cartwright::ui
