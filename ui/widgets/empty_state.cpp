#include "ui/widgets/empty_state.h"

#include "ui/widgets/texts.h"

#include <QVBoxLayout>

namespace cartwright::ui {

EmptyState::EmptyState(const QString& objectName, QWidget* parent) : QWidget(parent)
{
    setObjectName(objectName);
    auto* column = new QVBoxLayout(this);
    column->setSpacing(10);
    m_title = plainLabel(QStringLiteral("emptyTitle"));
    m_sentence = plainLabel(QStringLiteral("emptySentence"));
    m_sentence->setWordWrap(true);
    m_sentence->setAlignment(Qt::AlignCenter);
    m_sentence->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_step = new QPushButton;
    m_step->setObjectName(QStringLiteral("emptyStep"));
    column->addStretch(2);
    column->addWidget(m_title, 0, Qt::AlignHCenter);
    column->addWidget(m_sentence);
    column->addWidget(m_step, 0, Qt::AlignHCenter);
    column->addStretch(3);
    connect(m_step, &QPushButton::clicked, this, &EmptyState::stepAsked);
}

void EmptyState::setTexts(const QString& title, const QString& sentence, const QString& step)
{
    m_title->setText(title);
    m_sentence->setText(sentence);
    m_step->setText(step);
    m_step->setAccessibleName(step);
    m_step->setVisible(!step.isEmpty());
}

} // namespace cartwright::ui
