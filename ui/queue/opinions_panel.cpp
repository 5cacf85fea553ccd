#include "ui/queue/opinions_panel.h"

#include "ui/widgets/texts.h"

#include <QScrollArea>
#include <QVBoxLayout>

namespace cartwright::ui {
namespace {

constexpr int linesAtMost = 8; ///< of text in sight; more are scrolled

QString cartText(const Cart& cart, const std::map<Gtin, QString>& names)
{
    QStringList lines;
    for (const auto& line : cart.lines) {
        const auto name = names.find(line.gtin);
        lines.append(OpinionsPanel::tr("%1 × %2").arg(line.quantity).arg(name == names.end() ? line.gtin.digits() : name->second));
    }
    return lines.isEmpty() ? OpinionsPanel::tr("nothing bought") : lines.join(QStringLiteral(", "));
}

QString opinionText(const store::SecondOpinion& opinion, const std::map<Gtin, QString>& names)
{
    const Verdict& verdict = opinion.verdict;
    QString text = OpinionsPanel::tr("%1 · %2 · %3: %4")
                       .arg(verdict.reviewer, texts::dayAndTime(verdict.decidedAt), texts::outcome(verdict.outcome),
                            cartText(verdict.cart, names));
    if (!verdict.note.isEmpty())
        text += OpinionsPanel::tr(" — “%1”").arg(verdict.note);
    return text;
}

} // namespace

OpinionsPanel::OpinionsPanel(QWidget* parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("opinionsPanel"));
    m_title = plainLabel(QStringLiteral("opinionsTitle"));
    m_text = named(plainLabel(QStringLiteral("opinionsText")), QStringLiteral("opinionsText"), tr("Second opinions"));
    m_text->setWordWrap(true);
    m_text->setAlignment(Qt::AlignTop | Qt::AlignLeading);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    auto* scroll = new QScrollArea;
    scroll->setWidget(m_text);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setMaximumHeight(fontMetrics().lineSpacing() * linesAtMost);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    column->addWidget(m_title);
    column->addWidget(scroll);
    hide();
}

void OpinionsPanel::tell(const SaleOpinions& opinions)
{
    m_title->setText(tr("Second opinions on %1: from reviewers whose hold had ended; they decide nothing").arg(opinions.key.saleId));
    QStringList lines;
    for (const auto& opinion : opinions.opinions)
        lines.append(opinionText(opinion, opinions.names));
    m_text->setText(lines.join(QLatin1Char('\n')));
    setVisible(!lines.isEmpty());
}

void OpinionsPanel::clear()
{
    m_text->clear();
    hide();
}

} // namespace cartwright::ui
