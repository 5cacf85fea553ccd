#include "ui/administration/accounts_page.h"

#include "ui/widgets/role_titles.h"
#include "ui/widgets/texts.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

namespace cartwright::ui {

AccountsPage::AccountsPage(AdministrationService& service, QWidget* parent) : QWidget(parent), m_service(service)
{
    setObjectName(QStringLiteral("accountsPage"));
    m_model = new TextTableModel({tr("Name"), tr("Role"), tr("State")}, this);
    m_table = readOnlyTable(m_model, QStringLiteral("accountTable"), tr("Accounts"));
    m_note = plainLabel(QStringLiteral("accountNote"));
    m_note->setWordWrap(true);
    auto* column = new QVBoxLayout(this);
    column->addWidget(m_note);
    column->addWidget(m_table, 1);
    column->addWidget(makeNew());
    column->addWidget(makeChanges());
    connect(&service, &AdministrationService::accountsListed, this, &AccountsPage::show);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &AccountsPage::showMarked);
    connect(m_model, &QAbstractItemModel::modelReset, this, &AccountsPage::showMarked);
    showMarked();
}

QWidget* AccountsPage::makeNew()
{
    auto* bar = new QWidget;
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(0, 0, 0, 0);
    m_name = named(new QLineEdit, QStringLiteral("accountName"), tr("Name of the new account"));
    m_name->setPlaceholderText(tr("new name"));
    m_name->setMaxLength(40);
    m_password = named(new QLineEdit, QStringLiteral("accountPassword"), tr("Password, 10 characters or more"));
    m_password->setPlaceholderText(tr("password, 10 characters or more"));
    m_password->setEchoMode(QLineEdit::Password);
    m_password->setMaxLength(200);
    m_role = named(new QComboBox, QStringLiteral("accountRole"), tr("Role"));
    for (const trust::Role role : trust::accountRoles)
        m_role->addItem(roleTitle(role), static_cast<int>(role));
    m_add = named(new QPushButton(tr("Add the account")), QStringLiteral("accountAdd"), tr("Add the account"));
    row->addWidget(m_name, 1);
    row->addWidget(m_password, 1);
    row->addWidget(m_role);
    row->addWidget(m_add);
    connect(m_add, &QPushButton::clicked, this, &AccountsPage::add);
    for (QLineEdit* line : {m_name, m_password})
        connect(line, &QLineEdit::textChanged, this, &AccountsPage::showMarked);
    return bar;
}

QWidget* AccountsPage::makeChanges()
{
    auto* bar = new QWidget;
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(0, 0, 0, 0);
    const auto button = [&](const char* name, const QString& text, auto run) {
        auto* made = named(new QPushButton(text), QLatin1String(name), text);
        connect(made, &QPushButton::clicked, this, run);
        row->addWidget(made);
        return made;
    };
    row->addStretch(1);
    m_setRole = button("accountSetRole", tr("Give the marked one this role"),
                       [this] { m_service.setRole(marked(), static_cast<trust::Role>(m_role->currentData().toInt())); });
    m_setPassword = button("accountSetPassword", tr("Give the marked one this password"), [this] {
        m_service.setPassword(marked(), m_password->text());
        m_password->clear();
    });
    m_switch = button("accountSwitch", tr("Switch off"), [this] {
        for (const store::ServerAccount& account : m_accounts)
            if (account.name == marked())
                return m_service.setActive(account.name, !account.active);
    });
    return bar;
}

void AccountsPage::add()
{
    m_service.addAccount(m_name->text().trimmed(), static_cast<trust::Role>(m_role->currentData().toInt()),
                         m_password->text());
    m_password->clear();
}

QString AccountsPage::marked() const
{
    return m_model->text(m_table->currentIndex().row(), 0);
}

void AccountsPage::show(const std::vector<store::ServerAccount>& accounts)
{
    const QString before = marked();
    m_accounts = accounts;
    std::vector<QStringList> rows;
    for (const store::ServerAccount& account : accounts) {
        const Result<trust::Role> role = trust::roleOf(account.role);
        rows.push_back({account.name, role ? roleTitle(*role) : account.role, account.active ? tr("active") : tr("off")});
    }
    m_model->setRows(rows);
    for (int row = 0; row < m_model->rowCount(); ++row)
        if (m_model->text(row, 0) == before)
            m_table->setCurrentIndex(m_model->index(row, 0));
    m_note->setText(accounts.empty() ? tr("There is no account: whoever opens this workspace may do everything. The first "
                                          "account is an operator's; with it, everybody signs in.")
                                     : tr("Passwords are kept as slow hashes and shown nowhere."));
    showMarked();
}

void AccountsPage::showMarked()
{
    constexpr int shortestPassword = 10;
    const bool password = m_password->text().size() >= shortestPassword;
    m_add->setEnabled(password && !m_name->text().trimmed().isEmpty());
    m_setRole->setEnabled(!marked().isEmpty());
    m_setPassword->setEnabled(!marked().isEmpty() && password);
    m_switch->setEnabled(!marked().isEmpty());
    bool active = true;
    for (const store::ServerAccount& account : m_accounts)
        if (account.name == marked())
            active = account.active;
    m_switch->setText(active ? tr("Switch off") : tr("Switch on"));
    m_switch->setAccessibleName(m_switch->text());
}

} // namespace cartwright::ui
