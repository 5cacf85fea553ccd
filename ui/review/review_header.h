#pragma once

#include "ui/bridge/opened_case.h"

#include <QLabel>
#include <QTimer>
#include <QWidget>

namespace cartwright::ui {

/// Why this sale needs a person, and until when: "which product? 0.54", "due in 06:12 · sale s-2041".
class ReviewHeader : public QWidget
{
    Q_OBJECT

public:
    explicit ReviewHeader(const Clock& clock, QWidget* parent = nullptr);

    void show(const OpenedCasePtr& opened);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void claimHeight();
    void showDue();
    QString question() const;
    QString otherReasons() const;

    const Clock& m_clock;
    OpenedCasePtr m_opened;
    QTimer m_second;
    QLabel* m_question = nullptr;
    QLabel* m_value = nullptr;
    QLabel* m_due = nullptr;
    QLabel* m_others = nullptr;
};

} // namespace cartwright::ui
