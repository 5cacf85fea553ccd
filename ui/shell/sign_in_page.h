#pragma once

#include <QFrame>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QWidget>

namespace cartwright::ui {

/// Asks for name and password where a place would be. It blocks nothing: while the answer is awaited its fields are off, and
/// what went wrong stands in a line below them.
class SignInPage : public QWidget
{
    Q_OBJECT

public:
    explicit SignInPage(QWidget* parent = nullptr);

    /// Empties the password, sets the focus and shows the sentence, if there is one.
    void ask(const QString& name, const QString& trouble = {});
    bool isWaiting() const { return m_waiting; }

Q_SIGNALS:
    void entered(const QString& name, const QString& password);

protected:
    void changeEvent(QEvent* event) override;

private:
    void sizeCard();
    void enter();
    void setWaiting(bool waiting);

    QFrame* m_card = nullptr;
    QLineEdit* m_name = nullptr;
    QLineEdit* m_password = nullptr;
    QPushButton* m_enter = nullptr;
    QLabel* m_trouble = nullptr;
    bool m_waiting = false;
};

} // namespace cartwright::ui
