#include "ui/models/reliability_chart.h"

#include "ui/widgets/colours.h"

#include <QChart>
#include <QChartView>
#include <QEvent>
#include <QGraphicsLayout>
#include <QJsonObject>
#include <QLegend>
#include <QLineSeries>
#include <QValueAxis>
#include <QVBoxLayout>

#include <array>

namespace cartwright::ui {
namespace {

QValueAxis* makeAxis(const QString& title, const Colours& colours, const QFont& font)
{
    auto* axis = new QValueAxis;
    axis->setRange(0, 1);
    axis->setTickCount(6);
    axis->setLabelFormat(QStringLiteral("%.1f"));
    axis->setTitleText(title);
    axis->setTitleFont(font);
    axis->setTitleBrush(colours.quiet);
    axis->setLabelsColor(colours.quiet);
    axis->setLabelsFont(font);
    axis->setGridLineColor(colours.line);
    axis->setLinePenColor(colours.line);
    return axis;
}

} // namespace

ReliabilityChart::ReliabilityChart(QWidget* parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("reliabilityChart"));
    setAccessibleName(tr("Reliability: how often receipts of each predicted probability were right"));
    setLayoutDirection(Qt::LeftToRight);
    m_view = new QChartView(this);
    m_view->setRenderHint(QPainter::Antialiasing);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setFocusPolicy(Qt::NoFocus);
    m_view->viewport()->setObjectName(QStringLiteral("reliabilityChartPicture"));
    m_view->viewport()->setAccessibleName(tr("Chart"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_view);
    setMinimumHeight(220);
    rebuild();
}

void ReliabilityChart::show(const QJsonArray& bins)
{
    m_bins = bins;
    rebuild();
}

void ReliabilityChart::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        rebuild();
}

void ReliabilityChart::rebuild()
{
    const Colours colours = Colours::of(palette());
    const QColor text = palette().color(QPalette::Text);
    auto* ideal = new QLineSeries;
    ideal->setName(tr("as often as predicted"));
    ideal->setPen(QPen(colours.quiet, 1, Qt::DashLine));
    ideal->append(0, 0);
    ideal->append(1, 1);
    auto* line = new QLineSeries;
    line->setName(tr("receipts held back in training"));
    line->setPen(QPen(text, 2));
    line->setPointsVisible(true);
    for (const QJsonValue& bin : std::as_const(m_bins))
        line->append(bin.toObject().value(QStringLiteral("probability")).toDouble(), bin.toObject().value(QStringLiteral("right")).toDouble());
    auto* chart = new QChart;
    chart->addSeries(ideal);
    chart->addSeries(line);
    QValueAxis* across = makeAxis(tr("predicted probability that the receipt is right"), colours, font());
    QValueAxis* up = makeAxis(tr("share that was right"), colours, font());
    chart->addAxis(across, Qt::AlignBottom);
    chart->addAxis(up, Qt::AlignLeft);
    for (QLineSeries* series : std::array{ideal, line}) {
        series->attachAxis(across);
        series->attachAxis(up);
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
