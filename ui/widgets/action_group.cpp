#include "ui/widgets/action_group.h"

#include <QKeySequence>
#include <QStringList>

namespace cartwright::ui {

void describe(QAction& action, const QString& objectName, const QString& text, const QList<QKeySequence>& keys)
{
    action.setObjectName(objectName);
    action.setText(text);
    action.setShortcuts(keys);
    const QString shown = keysOf(action);
    action.setToolTip(shown.isEmpty() ? text.toHtmlEscaped()
                                      : QStringLiteral("%1   (%2)").arg(text, shown).toHtmlEscaped());
}

QString keysOf(const QAction& action)
{
    QStringList keys;
    for (const QKeySequence& key : action.shortcuts()) {
        QString shown = key.toString(QKeySequence::NativeText);
        if (action.shortcuts().size() > 1 && shown == QLatin1String("="))
            continue; // the same key as plus, without Shift
        shown.replace(QLatin1String("Left"), QStringLiteral("\u2190"));
        shown.replace(QLatin1String("Right"), QStringLiteral("\u2192"));
        keys << shown;
    }
    return keys.join(QStringLiteral("  "));
}

} // namespace cartwright::ui
