#pragma once

#include <QWidget>

#include <vector>

namespace cartwright::ui {

/// A histogram that can be read: a name, a bar and its number in each row.
class BarList : public QWidget
{
    Q_OBJECT

public:
    struct Row
    {
        QString name;
        qint64 count = 0;
    };
    explicit BarList(const QString& title, QWidget* parent = nullptr);

    void setRows(std::vector<Row> rows);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    int rowHeight() const { return fontMetrics().height() + 6; }

    QString m_title;
    std::vector<Row> m_rows;
};

} // namespace cartwright::ui
