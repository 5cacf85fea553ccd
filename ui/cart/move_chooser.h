#pragma once

#include "core/store/sale_repository.h"

#include <QFrame>
#include <QLabel>
#include <QListWidget>

namespace cartwright::ui {

/// Which sale of the same time an item is moved to: a short list under digits. Digit or Enter chooses, Escape leaves.
class MoveChooser : public QFrame
{
    Q_OBJECT

public:
    explicit MoveChooser(QWidget* parent = nullptr);

    /// Takes the focus; the list comes with `offer`.
    void ask(const QString& product);
    void offer(const std::vector<store::SaleSummary>& sales);
    void say(const QString& sentence);

Q_SIGNALS:
    void chosen(const QString& saleId);
    void left();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void choose(int row);
    void leave();

    QLabel* m_question = nullptr;
    QListWidget* m_list = nullptr;
    QStringList m_sales;
};

} // namespace cartwright::ui
