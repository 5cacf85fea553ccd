#include "ui/widgets/banner.h"

#include "ui/widgets/texts.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QStyle>

namespace cartwright::ui {

Banner::Banner(QWidget* parent) : QFrame(parent)
{
    setObjectName(QStringLiteral("banner"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(12, 6, 8, 6);
    row->setSpacing(10);
    m_sign = plainLabel(QStringLiteral("bannerSign"));
    m_text = plainLabel(QStringLiteral("bannerText"));
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_copy = named(new QPushButton(tr("Copy details")), QStringLiteral("bannerCopy"), tr("Copy the error's details"));
    m_dismiss = named(new QPushButton(tr("Close")), QStringLiteral("bannerClose"), tr("Close this message"));
    for (QPushButton* button : {m_copy, m_dismiss})
        button->setFocusPolicy(Qt::TabFocus);
    row->addWidget(m_sign);
    row->addWidget(m_text, 1);
    row->addWidget(m_copy);
    row->addWidget(m_dismiss);
    connect(m_copy, &QPushButton::clicked, this, [this] {
        QGuiApplication::clipboard()->setText(m_text->text() + QLatin1Char('\n') + m_details);
    });
    connect(m_dismiss, &QPushButton::clicked, this, &Banner::clear);
    hide();
}

void Banner::showError(const Error& error)
{
    showText(Tone::Trouble, error.sentence, error.details);
}

void Banner::showText(Tone tone, const QString& sentence, const QString& details)
{
    static const char* const names[] = {"notice", "warning", "trouble"};
    setProperty("tone", QLatin1String(names[static_cast<std::size_t>(tone)]));
    m_sign->setText(tone == Tone::Notice ? QStringLiteral("i") : QStringLiteral("!"));
    m_text->setText(sentence);
    m_details = details;
    m_copy->setVisible(tone == Tone::Trouble);
    setAccessibleName(sentence);
    style()->unpolish(this);
    style()->polish(this);
    show();
}

void Banner::clear()
{
    m_text->clear();
    m_details.clear();
    hide();
}

} // namespace cartwright::ui
