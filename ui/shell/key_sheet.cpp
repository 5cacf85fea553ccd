#include "ui/shell/key_sheet.h"

#include "ui/widgets/texts.h"

#include <QApplication>
#include <QFrame>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollArea>
#include <QVBoxLayout>

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

KeySheet::KeySheet(QWidget* window) : QWidget(window), m_window(window)
{
    setObjectName(QStringLiteral("keyOverlay"));
    setAccessibleName(tr("All keys"));
    setFocusPolicy(Qt::StrongFocus);
    window->installEventFilter(this);
    hide();
}

void KeySheet::toggle(const QList<ActionGroup>& groups)
{
    if (isVisible()) {
        hide();
        if (m_focusBefore)
            m_focusBefore->setFocus(Qt::OtherFocusReason);
        return;
    }
    m_focusBefore = QApplication::focusWidget();
    fill(groups);
    setGeometry(m_window->rect());
    show();
    raise();
    setFocus(Qt::OtherFocusReason);
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

void KeySheet::fill(const QList<ActionGroup>& groups)
{
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

bool KeySheet::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_window && event->type() == QEvent::Resize && isVisible())
        setGeometry(m_window->rect());
    return QWidget::eventFilter(watched, event);
}

bool KeySheet::event(QEvent* event)
{
    // Behind the sheet no key does anything, but the one that opened it closes it.
    if (event->type() == QEvent::ShortcutOverride) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key != Qt::Key_F1 && key != Qt::Key_Question)
            event->accept();
        return true;
    }
    return QWidget::event(event);
}

void KeySheet::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape)
        toggle({});
    else
        QWidget::keyPressEvent(event);
}

void KeySheet::mousePressEvent(QMouseEvent*)
{
    toggle({});
}

void KeySheet::paintEvent(QPaintEvent*)
{
    QPainter(this).fillRect(rect(), QColor(0, 0, 0, 150));
}

} // namespace cartwright::ui
