#include "ui/review/review_header.h"

#include "ui/widgets/texts.h"

#include <QHBoxLayout>
#include <QStyle>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace cartwright::ui {

namespace {

/// Probabilities with two digits, counts and amounts without.
QString valueText(double value)
{
    return QString::number(value, 'f', value > 1 && value == std::floor(value) ? 0 : 2);
}

} // namespace

ReviewHeader::ReviewHeader(const Clock& clock, QWidget* parent) : QWidget(parent), m_clock(clock)
{
    setObjectName(QStringLiteral("reviewHeader"));
    m_question = plainLabel(QStringLiteral("whyQuestion"));
    m_question->setWordWrap(true);
    m_value = plainLabel(QStringLiteral("whyValue"));
    m_due = plainLabel(QStringLiteral("whyDue"));
    m_others = plainLabel(QStringLiteral("whyOthers"));
    m_others->setWordWrap(true);
    auto* top = new QHBoxLayout;
    top->addWidget(m_question, 1);
    top->addWidget(m_value, 0, Qt::AlignTop);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(10, 4, 10, 8);
    column->setSpacing(3);
    column->addLayout(top);
    column->addWidget(m_due);
    column->addWidget(m_others);
    column->addStretch(1);
    m_second.setInterval(1000);
    connect(&m_second, &QTimer::timeout, this, &ReviewHeader::showDue);
}

void ReviewHeader::show(const OpenedCasePtr& opened)
{
    m_opened = opened;
    const bool anyFlag = opened && !opened->reviewCase.flags.empty() && !opened->reviewCase.blind;
    m_question->setText(opened ? question() : QString());
    m_value->setText(anyFlag ? valueText(opened->reviewCase.flags.front().value) : QString());
    const QString others = opened ? otherReasons() : QString();
    m_others->setText(others);
    m_others->setVisible(!others.isEmpty());
    if (opened)
        m_second.start();
    else
        m_second.stop();
    showDue();
    claimHeight();
}

void ReviewHeader::resizeEvent(QResizeEvent*)
{
    claimHeight();
}

void ReviewHeader::claimHeight()
{
    // A dock asks for no height for its width, so the wrapped question says itself how high it is.
    setMinimumHeight(std::max(0, layout()->heightForWidth(width())));
}

QString ReviewHeader::question() const
{
    const review::ReviewCase& reviewCase = m_opened->reviewCase;
    if (reviewCase.blind || reviewCase.flags.empty())
        return texts::question(FlagRule::AuditSample);
    return texts::question(reviewCase.flags.front().rule);
}

QString ReviewHeader::otherReasons() const
{
    const review::ReviewCase& reviewCase = m_opened->reviewCase;
    if (reviewCase.blind)
        return tr("blind review: the machine's answer is not shown");
    QStringList others;
    for (const Flag& flag : reviewCase.flags) {
        const QString reason = texts::reason(flag.rule);
        if (flag.rule != reviewCase.flags.front().rule && !others.contains(reason))
            others << reason;
    }
    return others.isEmpty() ? QString() : tr("also: %1").arg(others.join(QStringLiteral(", ")));
}

void ReviewHeader::showDue()
{
    if (!m_opened) {
        m_due->clear();
        return;
    }
    const review::ReviewCase& reviewCase = m_opened->reviewCase;
    const QString sale = tr("sale %1").arg(reviewCase.sale.key.saleId);
    const Microseconds left = reviewCase.dueAt - m_clock.now();
    const bool late = left < 0 && !reviewCase.blind;
    constexpr Microseconds day = 24 * 3600 * microsecondsPerSecond;
    QString due = late ? tr("overdue by %1").arg(texts::duration(-left)) : tr("due in %1").arg(texts::duration(left));
    if (late && -left > day)
        due = tr("was due %1").arg(texts::dayAndTime(reviewCase.dueAt));
    m_due->setText(reviewCase.blind ? tr("no deadline · %1").arg(sale) : tr("%1 · %2").arg(due, sale));
    if (m_due->property("late").toBool() != late) {
        m_due->setProperty("late", late);
        m_due->style()->unpolish(m_due);
        m_due->style()->polish(m_due);
    }
}

} // namespace cartwright::ui
