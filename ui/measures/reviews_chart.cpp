#include "ui/measures/reviews_chart.h"

#include "ui/widgets/colours.h"

#include <QAreaSeries>
#include <QCategoryAxis>
#include <QChart>
#include <QChartView>
#include <QDateTime>
#include <QEvent>
#include <QGraphicsLayout>
#include <QLegend>
#include <QLineSeries>
#include <QValueAxis>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace cartwright::ui {

namespace {

constexpr double bandLow = 20;
constexpr double bandHigh = 50;
constexpr qreal dayMs = 24.0 * 3600 * 1000;

qreal milliseconds(UtcMicroseconds moment)
{
    return static_cast<qreal>(moment) / 1000;
}

QAreaSeries* makeBand(qreal from, qreal until, const QColor& colour, QChart* chart)
{
    auto* upper = new QLineSeries(chart);
    auto* lower = new QLineSeries(chart);
    for (const qreal x : {from, until}) {
        upper->append(x, bandHigh);
        lower->append(x, bandLow);
    }
    auto* band = new QAreaSeries(upper, lower);
    QColor wash = colour;
    wash.setAlpha(60);
    band->setBrush(wash);
    band->setPen(QPen(colour, 1));
    return band;
}

/// An axis that names at most eight of the days, each at its own place.
QCategoryAxis* makeDays(const std::vector<measures::Day>& days, qreal from, qreal until)
{
    constexpr std::size_t mostNames = 8;
    auto* axis = new QCategoryAxis;
    axis->setLabelsPosition(QCategoryAxis::AxisLabelsPositionOnValue);
    const std::size_t every = (days.size() + mostNames - 1) / mostNames;
    for (std::size_t i = 0; i < days.size(); i += every) {
        const QDateTime start = QDateTime::fromMSecsSinceEpoch(days[i].start / 1000, Qt::UTC);
        axis->append(start.toString(QStringLiteral("yyyy-MM-dd")), milliseconds(days[i].start));
    }
    axis->setRange(from, until);
    return axis;
}

} // namespace

ReviewsChart::ReviewsChart(QWidget* parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("reviewsChart"));
    setAccessibleName(tr("Reviews per 1,000 sales by day; the same numbers stand in the table of days"));
    setLayoutDirection(Qt::LeftToRight);
    m_view = new QChartView(this);
    m_view->setRenderHint(QPainter::Antialiasing);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setFocusPolicy(Qt::NoFocus);
    m_view->viewport()->setObjectName(QStringLiteral("reviewsChartPicture"));
    m_view->viewport()->setAccessibleName(tr("Chart"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_view);
    setMinimumHeight(180);
    rebuild();
}

void ReviewsChart::show(const std::vector<measures::Day>& days)
{
    m_days = days;
    rebuild();
}

void ReviewsChart::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        rebuild();
}

void ReviewsChart::rebuild()
{
    const Colours colours = Colours::of(palette());
    const QColor text = palette().color(QPalette::Text);
    auto* line = new QLineSeries;
    line->setName(tr("reviews per 1,000 sales"));
    double highest = bandHigh * 1.2;
    for (const measures::Day& day : m_days)
        if (const std::optional<double> value = day.figures.reviews.value()) {
            line->append(milliseconds(day.start), *value * 1000);
            highest = std::max(highest, *value * 1000 * 1.1);
        }
    line->setPointsVisible(true);
    line->setPen(QPen(text, 2));
    const qreal from = m_days.empty() ? 0 : milliseconds(m_days.front().start) - dayMs / 2;
    const qreal until = m_days.empty() ? dayMs : milliseconds(m_days.back().start) + dayMs / 2;

    auto* chart = new QChart;
    QAreaSeries* band = makeBand(from, until, colours.good, chart);
    band->setName(tr("aim: 20 to 50"));
    chart->addSeries(band);
    chart->addSeries(line);
    QCategoryAxis* days = makeDays(m_days, from, until);
    auto* values = new QValueAxis;
    values->setRange(0, highest);
    values->setLabelFormat(QStringLiteral("%.0f"));
    chart->addAxis(days, Qt::AlignBottom);
    chart->addAxis(values, Qt::AlignLeft);
    values->applyNiceNumbers();
    values->setMin(0);
    for (QAbstractSeries* series : {static_cast<QAbstractSeries*>(band), static_cast<QAbstractSeries*>(line)}) {
        series->attachAxis(days);
        series->attachAxis(values);
    }
    for (QAbstractAxis* axis : {static_cast<QAbstractAxis*>(days), static_cast<QAbstractAxis*>(values)}) {
        axis->setLabelsColor(colours.quiet);
        axis->setLabelsFont(font());
        axis->setGridLineColor(colours.line);
        axis->setLinePenColor(colours.line);
    }
    chart->setBackgroundBrush(colours.surface);
    chart->setBackgroundRoundness(4);
    chart->setMargins({6, 6, 6, 6});
    chart->layout()->setContentsMargins(0, 0, 0, 0);
    chart->legend()->setLabelColor(text);
    chart->legend()->setFont(font());
    chart->legend()->setAlignment(Qt::AlignTop);
    QChart* old = m_view->chart();
    m_view->setChart(chart);
    m_view->setBackgroundBrush(palette().color(QPalette::Window));
    delete old;
}

} // namespace cartwright::ui
