#pragma once

#include <QStyledItemDelegate>

namespace cartwright::ui {

/// A product in a list: its picture, its name and below that a quieter line of details, where the model has one under `detailsRole`.
class ProductDelegate final : public QStyledItemDelegate
{
public:
    /// -1: no details, one line.
    explicit ProductDelegate(int detailsRole, QObject* parent = nullptr);

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    int m_detailsRole;
};

} // namespace cartwright::ui
