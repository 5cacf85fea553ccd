#include "ui/shell/sign_in_page.h"

#include "ui/widgets/texts.h"

#include <QEvent>
#include <QGridLayout>
#include <QVBoxLayout>

namespace cartwright::ui {

namespace {

constexpr int cardLetters = 46;
constexpr int longestName = 40;
constexpr int longestPassword = 200;

QLabel* caption(const QString& text, QWidget* buddy)
{
    auto* label = new QLabel(text);
    label->setTextFormat(Qt::PlainText);
    label->setBuddy(buddy);
    return label;
}

} // namespace

SignInPage::SignInPage(QWidget* parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("signInPage"));
    auto* title = plainLabel(QStringLiteral("signInTitle"));
    title->setText(tr("Sign in"));
    m_name = named(new QLineEdit, QStringLiteral("signInName"), tr("Name"));
    m_name->setMaxLength(longestName);
    m_password = named(new QLineEdit, QStringLiteral("signInPassword"), tr("Password"));
    m_password->setMaxLength(longestPassword);
    m_password->setEchoMode(QLineEdit::Password);
    m_enter = named(new QPushButton(tr("Sign in")), QStringLiteral("signInEnter"), tr("Sign in"));
    m_trouble = plainLabel(QStringLiteral("signInTrouble"));
    m_trouble->setWordWrap(true);
    m_trouble->setTextInteractionFlags(Qt::TextSelectableByMouse);

    m_card = new QFrame;
    m_card->setObjectName(QStringLiteral("signInCard"));
    sizeCard();
    auto* rows = new QGridLayout(m_card);
    rows->setContentsMargins(24, 20, 24, 20);
    rows->setHorizontalSpacing(14);
    rows->setVerticalSpacing(10);
    rows->addWidget(title, 0, 0, 1, 2);
    rows->addWidget(caption(tr("&Name"), m_name), 1, 0);
    rows->addWidget(m_name, 1, 1);
    rows->addWidget(caption(tr("&Password"), m_password), 2, 0);
    rows->addWidget(m_password, 2, 1);
    rows->addWidget(m_enter, 3, 1, Qt::AlignRight);
    rows->addWidget(m_trouble, 4, 0, 1, 2);
    auto* column = new QVBoxLayout(this);
    column->addStretch(2);
    column->addWidget(m_card, 0, Qt::AlignHCenter);
    column->addStretch(3);

    connect(m_enter, &QPushButton::clicked, this, &SignInPage::enter);
    connect(m_password, &QLineEdit::returnPressed, this, &SignInPage::enter);
    connect(m_name, &QLineEdit::returnPressed, this, [this] { m_password->setFocus(Qt::TabFocusReason); });
    for (QLineEdit* line : {m_name, m_password})
        connect(line, &QLineEdit::textChanged, this, [this] { setWaiting(m_waiting); });
    ask({});
}

void SignInPage::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        sizeCard();
}

void SignInPage::sizeCard()
{
    m_card->setFixedWidth(fontMetrics().averageCharWidth() * cardLetters);
}

void SignInPage::ask(const QString& name, const QString& trouble)
{
    setWaiting(false);
    if (!name.isEmpty())
        m_name->setText(name);
    m_password->clear();
    m_trouble->setText(trouble);
    m_trouble->setVisible(!trouble.isEmpty());
    // A layout that centres the card does not ask how high a wrapped line is.
    const QMargins margins = m_card->layout()->contentsMargins();
    m_trouble->setMinimumHeight(m_trouble->heightForWidth(m_card->maximumWidth() - margins.left() - margins.right()));
    m_password->setAccessibleDescription(trouble);
    (m_name->text().isEmpty() ? m_name : m_password)->setFocus(Qt::OtherFocusReason);
}

void SignInPage::enter()
{
    const QString name = m_name->text().trimmed();
    const QString password = m_password->text();
    if (m_waiting || name.isEmpty() || password.isEmpty())
        return;
    setWaiting(true);
    m_password->clear();
    m_trouble->hide();
    Q_EMIT entered(name, password);
}

void SignInPage::setWaiting(bool waiting)
{
    m_waiting = waiting;
    m_name->setEnabled(!waiting);
    m_password->setEnabled(!waiting);
    m_enter->setEnabled(!waiting && !m_name->text().trimmed().isEmpty() && !m_password->text().isEmpty());
    m_enter->setText(waiting ? tr("Signing in…") : tr("Sign in"));
}

} // namespace cartwright::ui
