#include "ui/shell/key_sheet.h"

#include "ui/widgets/texts.h"

#include <QFrame>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>

namespace cartwright::ui {

namespace {

/// Nine like actions are one line: "1 … 9".
bool isSeries(const QAction* action)
{
    const QString name = action->objectName();
    const bool series = name.startsWith(QLatin1String("candidate")) || name.startsWith(QLatin1String("enlarge"));
    return series && !name.endsWith(QLatin1Char('0'));
}

} // namespace

KeySheet::KeySheet(QWidget* window, const ActionRegistry& actions) : Overlay(window), m_actions(actions)
{
    setObjectName(QStringLiteral("keyOverlay"));
    setAccessibleName(tr("All keys"));
}

void KeySheet::toggle()
{
    if (isVisible())
        return shut();
    fill();
    open();
}

bool KeySheet::letsThrough(const QKeyEvent& key) const
{
    const ActionRegistry::Entry* own = m_actions.find(QStringLiteral("allKeys"));
    // A question mark comes with Shift, a key sequence for it without.
    return own && (own->action->shortcuts().contains(QKeySequence(key.keyCombination())) ||
                   own->action->shortcuts().contains(QKeySequence(key.key())));
}

QWidget* KeySheet::makeGroup(const ActionGroup& group)
{
    auto* box = new QWidget;
    auto* grid = new QGridLayout(box);
    grid->setContentsMargins(0, 0, 0, 10);
    grid->setHorizontalSpacing(16);
    grid->setVerticalSpacing(3);
    auto* title = plainLabel(QStringLiteral("keyGroup"));
    title->setText(group.title);
    grid->addWidget(title, 0, 0, 1, 2);
    int row = 1;
    for (const QAction* action : group.actions) {
        if (action->shortcuts().isEmpty() || (isSeries(action) && !action->objectName().endsWith(QLatin1Char('1'))))
            continue;
        QString keys = keysOf(*action);
        QString text = action->text().section(QStringLiteral(": "), 0, 0);
        if (isSeries(action)) {
            keys = tr("%1 … 9").arg(keys);
            text = text.chopped(2);
        }
        auto* key = plainLabel(QStringLiteral("keyName"));
        key->setText(keys);
        auto* name = plainLabel(QStringLiteral("keyText"));
        name->setText(text);
        grid->addWidget(key, row, 0);
        grid->addWidget(name, row, 1);
        ++row;
    }
    grid->setColumnStretch(1, 1);
    return box;
}

void KeySheet::fill()
{
    QList<ActionGroup> groups;
    for (const ActionGroup& group : m_actions.groups())
        if (std::any_of(group.actions.begin(), group.actions.end(), [](const QAction* action) { return !action->shortcuts().isEmpty(); }))
            groups << group;
    delete m_sheet;
    delete layout();
    auto* frame = new QFrame;
    frame->setObjectName(QStringLiteral("keySheet"));
    auto* columns = new QHBoxLayout;
    columns->setSpacing(36);
    constexpr int columnCount = 3;
    QVBoxLayout* lines[columnCount] = {};
    for (QVBoxLayout*& line : lines) {
        line = new QVBoxLayout;
        columns->addLayout(line, 1);
    }
    int filled[columnCount] = {};
    for (const ActionGroup& group : groups) {
        int shortest = 0;
        for (int i = 1; i < columnCount; ++i)
            if (filled[i] < filled[shortest])
                shortest = i;
        lines[shortest]->addWidget(makeGroup(group));
        filled[shortest] += static_cast<int>(std::count_if(
            group.actions.begin(), group.actions.end(), [](const QAction* action) { return !isSeries(action); })) + 2;
    }
    for (QVBoxLayout* line : lines)
        line->addStretch(1);
    auto* inside = new QWidget;
    inside->setLayout(columns);
    auto* scroll = new QScrollArea;
    scroll->setWidget(inside);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    auto* column = new QVBoxLayout(frame);
    auto* title = plainLabel(QStringLiteral("emptyTitle"));
    title->setText(tr("All keys"));
    column->setContentsMargins(24, 18, 24, 18);
    column->addWidget(title);
    column->addWidget(scroll, 1);
    m_sheet = frame;
    auto* around = new QVBoxLayout(this);
    around->setContentsMargins(48, 40, 48, 40);
    around->addWidget(frame);
}

} // namespace cartwright::ui
