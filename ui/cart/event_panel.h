#pragma once

#include "ui/bridge/picture_service.h"
#include "ui/cart/candidate_model.h"
#include "ui/cart/product_search.h"

#include <QAction>
#include <QLabel>
#include <QTableView>
#include <QToolButton>

namespace cartwright::ui {

/// The current event: what happened, its candidates under their keys, take or return, and another product by search.
class EventPanel : public QWidget
{
    Q_OBJECT

public:
    struct Actions
    {
        QAction* take = nullptr;
        QAction* giveBack = nullptr; ///< "this was a return"
        QAction* submit = nullptr;
    };
    EventPanel(CatalogueService& catalogue, PictureService& pictures, const Actions& actions, QWidget* parent = nullptr);

    void openCase(const OpenedCasePtr& opened);
    /// `place` is its number and their count, "2 of 5".
    void show(const OpenedCase& opened, const review::DecidedEvent& event, const QString& place);
    void showNone(const QString& sentence);
    void setEditable(bool editable);
    ProductSearch& search() { return *m_search; }
    const CandidateModel& candidates() const { return *m_model; }

Q_SIGNALS:
    void candidateClicked(int key);

private:
    QTableView* makeCandidates();

    CandidateModel* m_model = nullptr;
    QLabel* m_title = nullptr;
    QToolButton* m_take = nullptr;
    QToolButton* m_return = nullptr;
    QLabel* m_quantity = nullptr;
    QTableView* m_view = nullptr;
    ProductSearch* m_search = nullptr;
    QToolButton* m_submit = nullptr;
    bool m_hasEvent = false;
    OpenedCasePtr m_opened;
};

} // namespace cartwright::ui
