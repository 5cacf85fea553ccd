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

QString keyText(const QKeySequence& key)
{
    QString shown = key.toString(QKeySequence::NativeText);
    shown.replace(QLatin1String("Left"), QStringLiteral("\u2190"));
    shown.replace(QLatin1String("Right"), QStringLiteral("\u2192"));
    return shown;
}

QString keysOf(const QAction& action)
{
    QStringList keys;
    for (const QKeySequence& key : action.shortcuts()) {
        if (action.shortcuts().size() > 1 && key == QKeySequence(Qt::Key_Equal))
            continue; // the same key as plus, without Shift
        keys << keyText(key);
    }
    return keys.join(QStringLiteral("  "));
}

} // namespace cartwright::ui
