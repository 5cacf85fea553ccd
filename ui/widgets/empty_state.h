#pragma once

#include <QLabel>
#include <QPushButton>
#include <QWidget>

namespace cartwright::ui {

/// What a place shows when it has nothing: one sentence, and one next step.
class EmptyState : public QWidget
{
    Q_OBJECT

public:
    explicit EmptyState(const QString& objectName, QWidget* parent = nullptr);

    /// An empty `step` leaves the button out.
    void setTexts(const QString& title, const QString& sentence, const QString& step = {});

Q_SIGNALS:
    void stepAsked();

private:
    QLabel* m_title = nullptr;
    QLabel* m_sentence = nullptr;
    QPushButton* m_step = nullptr;
};

} // namespace cartwright::ui
