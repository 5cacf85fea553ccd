#pragma once

#include <QFrame>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

namespace cartwright::ui {

/// An inline line that asks for a reason: Enter answers, Escape gives up. It never blocks anything.
class AskLine : public QFrame
{
    Q_OBJECT

public:
    explicit AskLine(QWidget* parent = nullptr);

    /// Shows the question and takes the focus; `purpose` comes back with the answer.
    void ask(int purpose, const QString& question, const QString& doIt);
    void giveUp();
    /// As if Enter was pressed.
    void takeAnswer();

Q_SIGNALS:
    void answered(int purpose, const QString& text);
    void givenUp();

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    int m_purpose = 0;
    QLabel* m_question = nullptr;
    QLineEdit* m_answer = nullptr;
    QPushButton* m_doIt = nullptr;
};

} // namespace cartwright::ui
