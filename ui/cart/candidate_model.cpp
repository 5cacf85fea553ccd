#include "ui/cart/candidate_model.h"

#include "ui/cart/cart_rows.h"
#include "ui/cart/planogram_products.h"
#include "ui/widgets/colours.h"
#include "ui/widgets/texts.h"

#include <QCoreApplication>
#include <QFont>
#include <QGuiApplication>

#include <algorithm>

namespace cartwright::ui {

namespace {

constexpr std::size_t mostKeys = 9;

std::vector<Candidate> productsOf(const OpenedCase& opened, const review::DecidedEvent& event)
{
    if (opened.reviewCase.blind)
        return planogramProducts(opened, event.event, mostKeys);
    std::vector<Candidate> products;
    for (const Candidate& candidate : event.event.candidates)
        if (!candidate.gtin.isEmpty() && products.size() < mostKeys)
            products.push_back(candidate);
    if (!products.empty())
        return products;
    // Nobody named a candidate: the planogram's product of the bin is the one to think of first.
    const Bin* bin = opened.reviewCase.store.findBin(event.event.binId);
    if (bin && !bin->gtin.isEmpty())
        products.push_back({bin->gtin, 0});
    return products;
}

CandidateRow noneRow(const OpenedCase& opened, const review::DecidedEvent& event)
{
    CandidateRow none;
    none.name = QCoreApplication::translate("CandidateModel", "none");
    none.chosen = event.action == EventKind::None && (!opened.reviewCase.blind || event.touched);
    for (const Candidate& candidate : event.event.candidates)
        if (candidate.gtin.isEmpty() && !opened.reviewCase.blind)
            none.probability = candidate.probability;
    return none;
}

} // namespace

std::vector<CandidateRow> candidateRowsOf(const OpenedCase& opened, const review::DecidedEvent& event)
{
    const bool blind = opened.reviewCase.blind;
    const bool stands = event.action != EventKind::None;
    const bool guessed = event.event.candidates.empty();
    std::vector<CandidateRow> rows;
    for (const Candidate& candidate : productsOf(opened, event)) {
        CandidateRow row{0, candidate.gtin, productName(opened, candidate.gtin), {}, false};
        if (!blind && !guessed)
            row.probability = candidate.probability;
        row.chosen = stands && event.product == candidate.gtin;
        rows.push_back(row);
    }
    if (blind) // the order must not tell what the machine thinks
        std::sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
    for (std::size_t i = 0; i < rows.size(); ++i)
        rows[i].key = static_cast<int>(i) + 1;
    const bool listed =
        std::any_of(rows.begin(), rows.end(), [&](const CandidateRow& row) { return row.gtin == event.product; });
    if (stands && !event.product.isEmpty() && !listed)
        rows.push_back({-1, event.product, productName(opened, event.product), {}, true});
    rows.push_back(noneRow(opened, event));
    return rows;
}

CandidateModel::CandidateModel(QObject* parent) : QAbstractTableModel(parent) {}

void CandidateModel::setRows(std::vector<CandidateRow> rows)
{
    if (rows == m_rows)
        return;
    beginResetModel();
    m_rows = std::move(rows);
    endResetModel();
}

void CandidateModel::refreshPictures()
{
    if (!m_rows.empty())
        Q_EMIT dataChanged(index(0, Product), index(rowCount() - 1, Product), {Qt::DecorationRole});
}

const CandidateRow* CandidateModel::row(int index) const
{
    const auto at = static_cast<std::size_t>(index);
    return index >= 0 && at < m_rows.size() ? &m_rows[at] : nullptr;
}

const CandidateRow* CandidateModel::rowOfKey(int key) const
{
    const auto found = std::find_if(m_rows.begin(), m_rows.end(), [&](const CandidateRow& row) { return row.key == key; });
    return found == m_rows.end() ? nullptr : &*found;
}

int CandidateModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int CandidateModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant CandidateModel::data(const QModelIndex& index, int role) const
{
    const CandidateRow* shown = index.isValid() ? row(index.row()) : nullptr;
    if (!shown)
        return {};
    switch (role) {
    case Qt::DisplayRole:
        if (index.column() == Key)
            return shown->key >= 0 ? QString::number(shown->key) : QString();
        if (index.column() == Product)
            return (shown->chosen ? QStringLiteral("\u2713 ") : QString()) + shown->name;
        return shown->probability ? texts::percent(*shown->probability) : QString();
    case Qt::AccessibleTextRole:
        return shown->chosen ? tr("%1, chosen").arg(shown->name) : shown->name;
    case Qt::ToolTipRole:
        return QStringLiteral("%1 %2").arg(shown->name, shown->gtin.digits()).toHtmlEscaped();
    case Qt::TextAlignmentRole:
        return QVariant::fromValue((index.column() == Probability ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    case Qt::FontRole: {
        QFont font;
        font.setBold(shown->chosen);
        return font;
    }
    case Qt::ForegroundRole:
        return index.column() == Key ? QVariant(Colours::of(QGuiApplication::palette()).quiet) : QVariant();
    case Qt::DecorationRole: {
        const bool wanted = index.column() == Product && m_pictures && !shown->gtin.isEmpty();
        const QImage picture = wanted ? m_pictures(shown->gtin) : QImage();
        return picture.isNull() ? QVariant() : QVariant::fromValue(picture);
    }
    case ShareRole: return shown->probability ? QVariant(*shown->probability) : QVariant();
    default: return {};
    }
}

} // namespace cartwright::ui
