#include "ui/datasets/bar_list.h"

#include "ui/widgets/colours.h"

#include <QLocale>
#include <QPainter>

#include <algorithm>

namespace cartwright::ui {

BarList::BarList(const QString& title, QWidget* parent) : QWidget(parent), m_title(title)
{
    setAccessibleName(title);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void BarList::setRows(std::vector<Row> rows)
{
    m_rows = std::move(rows);
    QStringList said;
    for (const Row& row : m_rows)
        said.append(QStringLiteral("%1: %2").arg(row.name).arg(row.count));
    setAccessibleDescription(said.join(QStringLiteral(", ")));
    updateGeometry();
    update();
}

QSize BarList::sizeHint() const { return {260, rowHeight() * (static_cast<int>(m_rows.size()) + 1) + 10}; }

void BarList::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const Colours colours = Colours::of(palette());
    QFont heading = font();
    heading.setBold(true);
    painter.setFont(heading);
    painter.drawText(QRect(0, 0, width(), rowHeight()), Qt::AlignVCenter | Qt::AlignLeading, m_title);
    painter.setFont(font());
    qint64 most = 1;
    for (const Row& row : m_rows)
        most = std::max(most, row.count);
    const bool mirrored = layoutDirection() == Qt::RightToLeft;
    const int names = width() * 2 / 5, numbers = fontMetrics().horizontalAdvance(QStringLiteral("000,000")) + 12, bars = std::max(20, width() - names - numbers);
    int y = rowHeight();
    for (const Row& row : m_rows) {
        const int length = std::max(1, static_cast<int>(double(bars) * double(row.count) / double(most)));
        const auto placed = [&](int x, int w) { return QRect(mirrored ? width() - x - w : x, y, w, rowHeight()); };
        painter.setPen(palette().color(QPalette::WindowText));
        painter.drawText(placed(0, names - 8), Qt::AlignVCenter | Qt::AlignLeading, fontMetrics().elidedText(row.name, Qt::ElideRight, names - 8));
        painter.fillRect(placed(names, length).adjusted(0, 4, 0, -4), colours.accent);
        painter.setPen(colours.quiet);
        painter.drawText(placed(names + length + 6, numbers), Qt::AlignVCenter | Qt::AlignLeading, locale().toString(row.count));
        y += rowHeight();
    }
}

} // namespace cartwright::ui
