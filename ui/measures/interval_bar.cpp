#include "ui/measures/interval_bar.h"

#include "ui/measures/figure_rows.h"
#include "ui/widgets/colours.h"

#include <QPainter>

#include <array>

namespace cartwright::ui {

IntervalBar::IntervalBar(QWidget* parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("intervalBar"));
    setLayoutDirection(Qt::LeftToRight);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

QSize IntervalBar::sizeHint() const
{
    return {240, fontMetrics().height() * 3};
}

void IntervalBar::show(const measures::Share& share)
{
    m_share = share;
    setAccessibleName(tr("Wrong-receipt rate: %1").arg(withInterval(share)));
    update();
}

void IntervalBar::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Colours colours = Colours::of(palette());
    const std::optional<measures::Interval> interval = measures::clopperPearson(m_share);
    const int line = fontMetrics().height();
    const QRectF scale(24, line * 0.9, width() - 48.0, 10);
    painter.fillRect(scale, colours.line);
    if (!interval || !m_share.value()) {
        painter.setPen(colours.quiet);
        painter.drawText(QRectF(0, scale.bottom() + 2, width(), line * 1.4), Qt::AlignCenter, notEnoughData());
        return;
    }
    constexpr std::array tops{0.05, 0.1, 0.2, 0.5, 1.0};
    double top = 1;
    for (auto it = tops.rbegin(); it != tops.rend(); ++it)
        if (*it >= interval->high)
            top = *it;
    const auto place = [&](double value) { return scale.left() + value / top * scale.width(); };
    painter.fillRect(QRectF(QPointF(place(interval->low), scale.top()), QPointF(place(interval->high), scale.bottom())),
                     colours.accent);
    painter.setPen(QPen(palette().color(QPalette::Window), 2));
    painter.setBrush(palette().color(QPalette::Text));
    painter.drawEllipse(QPointF(place(*m_share.value()), scale.center().y()), 7, 7);
    painter.setPen(colours.quiet);
    for (int i = 0; i <= 4; ++i) {
        const double value = top * i / 4;
        painter.drawText(QRectF(place(value) - 40, scale.bottom() + 3, 80, line * 1.3), Qt::AlignCenter,
                         tr("%1 %").arg(value * 100));
    }
}

} // namespace cartwright::ui
