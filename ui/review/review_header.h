#pragma once

#include "core/review/doubt.h"
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
    /// Asks what of this event is in doubt; without one, what the sale as a whole was flagged for.
    void askAbout(const Event* event);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void claimHeight();
    void showDue();
    void showQuestion();
    FlagRule askedRule() const;
    QString question() const;
    QString otherReasons() const;

    const Clock& m_clock;
    OpenedCasePtr m_opened;
    std::optional<review::Aspect> m_aspect; ///< of the current event
    double m_certainty = 0;
    QTimer m_second;
    QLabel* m_question = nullptr;
    QLabel* m_value = nullptr;
    QLabel* m_due = nullptr;
    QLabel* m_others = nullptr;
};

} // namespace cartwright::ui
