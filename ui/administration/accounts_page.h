#pragma once

#include "ui/bridge/administration_service.h"
#include "ui/widgets/text_table.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

namespace cartwright::ui {

/// Who may do what: the accounts of the workspace, new ones, roles, passwords, on and off.
class AccountsPage : public QWidget
{
    Q_OBJECT

public:
    explicit AccountsPage(AdministrationService& service, QWidget* parent = nullptr);

private:
    QWidget* makeNew();
    QWidget* makeChanges();
    void show(const std::vector<store::ServerAccount>& accounts);
    void showMarked();
    QString marked() const;
    void add();

    AdministrationService& m_service;
    TextTableModel* m_model = nullptr;
    QTableView* m_table = nullptr;
    QLabel* m_note = nullptr;
    QLineEdit* m_name = nullptr;
    QLineEdit* m_password = nullptr;
    QComboBox* m_role = nullptr;
    QPushButton* m_add = nullptr;
    QPushButton* m_setRole = nullptr;
    QPushButton* m_setPassword = nullptr;
    QPushButton* m_switch = nullptr;
    std::vector<store::ServerAccount> m_accounts;
};

} // namespace cartwright::ui
