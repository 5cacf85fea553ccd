#pragma once

#include "core/review/session.h"
#include "ui/bridge/opened_case.h"

#include <QAbstractTableModel>
#include <QImage>

#include <functional>

namespace cartwright::ui {

/// A product that the current event may be about; the last one is always "none", under key 0.
struct CandidateRow
{
    int key = 0;    ///< 1 to 9, 0 for none, -1 for a product that was searched for
    Gtin gtin;
    QString name;
    std::optional<double> probability; ///< none in a blind review
    bool chosen = false;
    bool operator==(const CandidateRow&) const = default;
};

std::vector<CandidateRow> candidateRowsOf(const OpenedCase& opened, const review::DecidedEvent& event);

class CandidateModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Key, Product, Probability, ColumnCount };
    enum Role { ShareRole = Qt::UserRole }; ///< 0 to 1, or invalid

    using Pictures = std::function<QImage(const Gtin&)>;
    explicit CandidateModel(QObject* parent = nullptr);

    void setPictures(Pictures pictures) { m_pictures = std::move(pictures); }
    void refreshPictures();

    void setRows(std::vector<CandidateRow> rows);
    const CandidateRow* row(int index) const;
    const CandidateRow* rowOfKey(int key) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

private:
    std::vector<CandidateRow> m_rows;
    Pictures m_pictures;
};

} // namespace cartwright::ui
