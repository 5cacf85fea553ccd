#include "ui/cart/product_delegate.h"

#include "ui/widgets/colours.h"

#include <QApplication>
#include <QImage>
#include <QPainter>

#include <algorithm>
#include <utility>

namespace cartwright::ui {

namespace {

constexpr int margin = 3;

QFont smaller(const QFont& font)
{
    QFont small = font;
    small.setStrikeOut(false);
    if (font.pointSizeF() > 0)
        small.setPointSizeF(font.pointSizeF() * 0.85);
    else
        small.setPixelSize(std::max(8, font.pixelSize() * 85 / 100));
    return small;
}

/// Paints the picture and gives what is left beside it. Rows without a picture keep its place, so that names stand in line.
QRect besidePicture(QPainter* painter, const QRect& place, const QImage& picture, Qt::LayoutDirection direction)
{
    const int side = place.height();
    const QRect frame = QStyle::visualRect(direction, place, QRect(place.topLeft(), QSize(side, side)));
    if (!picture.isNull()) {
        const QSize size = picture.size().scaled(frame.size(), Qt::KeepAspectRatio);
        painter->setRenderHint(QPainter::SmoothPixmapTransform);
        painter->drawImage(QStyle::alignedRect(direction, Qt::AlignCenter, size, frame), picture);
    }
    return QStyle::visualRect(direction, place, place.adjusted(side + 2 * margin, 0, 0, 0));
}

} // namespace

ProductDelegate::ProductDelegate(int detailsRole, QObject* parent) : QStyledItemDelegate(parent), m_detailsRole(detailsRole) {}

void ProductDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    QStyleOptionViewItem styled = option;
    initStyleOption(&styled, index);
    const QString name = std::exchange(styled.text, QString());
    styled.icon = QIcon();
    styled.features &= ~QStyleOptionViewItem::HasDecoration;
    const QStyle* style = styled.widget ? styled.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &styled, painter, styled.widget);

    painter->save();
    const QRect inside = option.rect.adjusted(margin, 1, -margin, -1);
    const QRect texts = besidePicture(painter, inside, index.data(Qt::DecorationRole).value<QImage>(), option.direction);
    const QString details = m_detailsRole >= 0 ? index.data(m_detailsRole).toString() : QString();
    const bool selected = styled.state & QStyle::State_Selected;
    const QColor text = styled.palette.color(selected ? QPalette::HighlightedText : QPalette::Text);
    const int alignment = static_cast<int>(QStyle::visualAlignment(option.direction, Qt::AlignLeft)) | Qt::AlignVCenter;
    QRect upper = texts;
    if (!details.isEmpty()) {
        upper.setBottom(texts.top() + texts.height() * 55 / 100);
        const QRect lower(texts.left(), upper.bottom() + 1, texts.width(), texts.bottom() - upper.bottom());
        painter->setFont(smaller(styled.font));
        painter->setPen(selected ? text : Colours::of(styled.palette).quiet);
        painter->drawText(lower, alignment, painter->fontMetrics().elidedText(details, Qt::ElideRight, lower.width()));
    }
    painter->setFont(styled.font);
    painter->setPen(text);
    // Products that look alike often differ in the last words of their names only: these stay, in a second line where one fits.
    const QFontMetrics metrics = painter->fontMetrics();
    const bool wraps = upper.height() >= 2 * metrics.height() && metrics.horizontalAdvance(name) > upper.width();
    painter->drawText(upper, alignment | (wraps ? int(Qt::TextWordWrap) : 0),
                      wraps ? name : metrics.elidedText(name, Qt::ElideMiddle, upper.width()));
    painter->restore();
}

QSize ProductDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const QSize one = QStyledItemDelegate::sizeHint(option, index); // its height is the picture's own
    const int line = option.fontMetrics.height();
    const bool pictured = !index.data(Qt::DecorationRole).value<QImage>().isNull();
    const int height = m_detailsRole >= 0 ? line * 2 : pictured ? line * 4 : line + 6;
    return {one.width(), height + 2};
}

} // namespace cartwright::ui
