#include "ui/widgets/ask_line.h"

#include "ui/widgets/texts.h"

#include <QHBoxLayout>
#include <QKeyEvent>

namespace cartwright::ui {

AskLine::AskLine(QWidget* parent) : QFrame(parent)
{
    setObjectName(QStringLiteral("askLine"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(12, 6, 8, 6);
    m_question = plainLabel(QStringLiteral("askQuestion"));
    m_answer = named(new QLineEdit, QStringLiteral("askAnswer"), tr("Reason"));
    m_answer->setMaxLength(500);
    m_doIt = new QPushButton;
    m_doIt->setObjectName(QStringLiteral("askDoIt"));
    auto* cancel = named(new QPushButton(tr("Cancel")), QStringLiteral("askCancel"), tr("Cancel"));
    row->addWidget(m_question);
    row->addWidget(m_answer, 1);
    row->addWidget(m_doIt);
    row->addWidget(cancel);
    connect(m_answer, &QLineEdit::returnPressed, this, &AskLine::takeAnswer);
    connect(m_doIt, &QPushButton::clicked, this, &AskLine::takeAnswer);
    connect(cancel, &QPushButton::clicked, this, &AskLine::giveUp);
    connect(m_answer, &QLineEdit::textChanged, this,
            [this](const QString& text) { m_doIt->setEnabled(!text.trimmed().isEmpty()); });
    hide();
}

void AskLine::ask(int purpose, const QString& question, const QString& doIt)
{
    m_purpose = purpose;
    m_question->setText(question);
    m_doIt->setText(doIt);
    m_doIt->setAccessibleName(doIt);
    m_doIt->setEnabled(false);
    m_answer->clear();
    show();
    m_answer->setFocus(Qt::OtherFocusReason);
}

void AskLine::giveUp()
{
    hide();
    Q_EMIT givenUp();
}

void AskLine::takeAnswer()
{
    const QString text = m_answer->text().trimmed();
    if (text.isEmpty())
        return;
    hide();
    Q_EMIT answered(m_purpose, text);
}

void AskLine::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape)
        giveUp();
    else
        QFrame::keyPressEvent(event);
}

} // namespace cartwright::ui
