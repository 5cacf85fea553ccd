#pragma once

#include "core/measures/measures.h"

#include <QWidget>

QT_BEGIN_NAMESPACE
class QChart;
class QChartView;
QT_END_NAMESPACE

namespace cartwright::ui {

/// Reviews per 1,000 sales by day, with the band from 20 to 50 that a store aims at. Time runs from left to right.
class ReviewsChart : public QWidget
{
    Q_OBJECT

public:
    explicit ReviewsChart(QWidget* parent = nullptr);

    void show(const std::vector<measures::Day>& days);

protected:
    void changeEvent(QEvent* event) override;

private:
    void rebuild();

    std::vector<measures::Day> m_days;
    QChartView* m_view = nullptr;
};

} // namespace cartwright::ui
