#include "ui/cart/cart_model.h"

#include "ui/widgets/colours.h"
#include "ui/widgets/texts.h"

#include <QFont>
#include <QGuiApplication>

#include <algorithm>

namespace cartwright::ui {

CartModel::CartModel(QObject* parent) : QAbstractTableModel(parent) {}

void CartModel::setRows(std::vector<CartRow> rows)
{
    const bool sameLines = std::equal(rows.begin(), rows.end(), m_rows.begin(), m_rows.end(),
                                      [](const CartRow& a, const CartRow& b) { return a.gtin == b.gtin; });
    if (!sameLines) {
        beginResetModel();
        m_rows = std::move(rows);
        endResetModel();
        return;
    }
    m_rows = std::move(rows);
    if (!m_rows.empty())
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

const CartRow* CartModel::row(int index) const
{
    const auto at = static_cast<std::size_t>(index);
    return index >= 0 && at < m_rows.size() ? &m_rows[at] : nullptr;
}

int CartModel::rowOf(const Gtin& gtin) const
{
    const auto found = std::find_if(m_rows.begin(), m_rows.end(), [&](const CartRow& row) { return row.gtin == gtin; });
    return found == m_rows.end() ? -1 : static_cast<int>(found - m_rows.begin());
}

int CartModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int CartModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString CartModel::markText(const CartRow& row) const
{
    if (!row.movedTo.isEmpty())
        return tr("to %1").arg(row.movedTo);
    if (row.changed && !row.hasEvidence)
        return tr("no evidence");
    if (row.changed && row.quantityBefore == 0)
        return tr("added");
    if (row.changed)
        return tr("was %1").arg(row.quantityBefore);
    return row.doubtful ? QStringLiteral("! ") + texts::percent(row.confidence) : QString();
}

QVariant CartModel::text(const CartRow& row, int line, int column) const
{
    switch (column) {
    case Number: return line + 1;
    case Product: return row.name;
    case Quantity: return row.quantity;
    case Machine: return row.quantityBefore;
    case Amount: return row.amount;
    case Mark: return markText(row);
    default: return {};
    }
}

QString CartModel::explanation(const CartRow& row) const
{
    QString sentence = QStringLiteral("%1 · %2").arg(row.name, row.gtin.digits());
    if (row.changed && !row.hasEvidence)
        sentence += QLatin1Char('\n') + tr("Changed without a camera and frame behind it: submitting asks for a reason.");
    const QString more = details(row);
    return more.isEmpty() ? sentence : sentence + QLatin1Char('\n') + more;
}

QString CartModel::details(const CartRow& row) const
{
    QStringList parts;
    if (!row.tax.isEmpty())
        parts << tr("tax %1").arg(row.tax);
    if (!row.evidence.isEmpty())
        parts << row.evidence;
    return parts.join(QStringLiteral(" · "));
}

QVariant CartModel::colour(const CartRow& row, int column) const
{
    const Colours colours = Colours::of(QGuiApplication::palette());
    if (column == Mark)
        return row.changed && !row.hasEvidence ? colours.danger : row.changed ? colours.good : colours.doubt;
    return column == Number || column == Machine || row.quantity == 0 ? QVariant(colours.quiet) : QVariant();
}

void CartModel::refreshPictures()
{
    if (!m_rows.empty())
        Q_EMIT dataChanged(index(0, Product), index(rowCount() - 1, Product), {Qt::DecorationRole});
}

QVariant CartModel::data(const QModelIndex& index, int role) const
{
    const CartRow* shown = index.isValid() ? row(index.row()) : nullptr;
    if (!shown)
        return {};
    switch (role) {
    case Qt::DisplayRole: return text(*shown, index.row(), index.column());
    case Qt::ToolTipRole: return explanation(*shown).toHtmlEscaped();
    case Qt::AccessibleTextRole:
        return QStringLiteral("%1 %2 %3").arg(text(*shown, index.row(), index.column()).toString(), markText(*shown),
                                              index.column() == Product ? details(*shown) : QString());
    case Qt::TextAlignmentRole:
        if (index.column() == Product || index.column() == Mark)
            return QVariant::fromValue(Qt::AlignLeft | Qt::AlignVCenter);
        return QVariant::fromValue(Qt::AlignRight | Qt::AlignVCenter);
    case Qt::FontRole: {
        QFont font;
        font.setStrikeOut(shown->quantity == 0 && index.column() != Mark);
        font.setBold(shown->changed && index.column() == Quantity);
        return font;
    }
    case Qt::ForegroundRole: return colour(*shown, index.column());
    case Qt::DecorationRole: {
        const QImage picture = index.column() == Product && m_pictures ? m_pictures(shown->gtin) : QImage();
        return picture.isNull() ? QVariant() : QVariant::fromValue(picture);
    }
    case DetailsRole: return index.column() == Product ? QVariant(details(*shown)) : QVariant();
    default: return {};
    }
}

QVariant CartModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Product: return tr("Product");
    case Quantity: return tr("Qty");
    case Machine: return tr("Machine");
    case Amount: return tr("Amount");
    default: return QString();
    }
}

} // namespace cartwright::ui
