#pragma once

#include <QJsonArray>
#include <QWidget>

QT_BEGIN_NAMESPACE
class QChartView;
QT_END_NAMESPACE

namespace cartwright::ui {

/// Predicted probability against the share that came true, with the line on which both are the same. Left to right.
class ReliabilityChart : public QWidget
{
    Q_OBJECT

public:
    explicit ReliabilityChart(QWidget* parent = nullptr);
    /// Bins as a model's metrics hold them: [{"probability", "right", "count"}].
    void show(const QJsonArray& bins);
    int points() const { return static_cast<int>(m_bins.size()); }

protected:
    void changeEvent(QEvent* event) override;

private:
    void rebuild();

    QJsonArray m_bins;
    QChartView* m_view = nullptr;
};

} // namespace cartwright::ui
