#pragma once

#include "core/measures/measures.h"

#include <QWidget>

namespace cartwright::ui {

/// A proportion as a dot with its 95 % interval as a bar on a scale from 0; a sentence where there is none.
class IntervalBar : public QWidget
{
    Q_OBJECT

public:
    explicit IntervalBar(QWidget* parent = nullptr);

    void show(const measures::Share& share);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    measures::Share m_share;
};

} // namespace cartwright::ui
