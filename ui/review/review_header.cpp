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
    m_aspect.reset();
    showQuestion();
    if (opened)
        m_second.start();
    else
        m_second.stop();
    showDue();
    claimHeight();
}

void ReviewHeader::askAbout(const Event* event)
{
    m_aspect.reset();
    // A sale that is flagged for something else as a whole is asked for that.
    if (event && m_opened && !m_opened->reviewCase.blind && !m_opened->reviewCase.flags.empty()) {
        const review::ReviewCase& reviewCase = m_opened->reviewCase;
        m_aspect = review::aspectOf(*event, reviewCase.flags, reviewCase.sale.groupSize);
        m_certainty = review::certaintyOf(*event);
    }
    showQuestion();
    claimHeight();
}

void ReviewHeader::showQuestion()
{
    const bool anyFlag = m_opened && !m_opened->reviewCase.flags.empty() && !m_opened->reviewCase.blind;
    m_question->setText(m_opened ? question() : QString());
    const bool ofEvent = m_aspect && *m_aspect != review::Aspect::Quantity;
    m_value->setText(!anyFlag ? QString() : valueText(ofEvent ? m_certainty : m_opened->reviewCase.flags.front().value));
    const QString others = m_opened ? otherReasons() : QString();
    m_others->setText(others);
    m_others->setVisible(!others.isEmpty());
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

/// The rule that the question stands for.
FlagRule ReviewHeader::askedRule() const
{
    const review::ReviewCase& reviewCase = m_opened->reviewCase;
    if (reviewCase.blind || reviewCase.flags.empty())
        return FlagRule::AuditSample;
    switch (m_aspect.value_or(review::Aspect::Quantity)) {
    case review::Aspect::Product: return FlagRule::UncertainProduct;
    case review::Aspect::Action: return FlagRule::UncertainAction;
    case review::Aspect::Shopper:
    case review::Aspect::Group: return FlagRule::UncertainShopper;
    case review::Aspect::Quantity: break;
    }
    return m_aspect ? FlagRule::SensorsDisagree : reviewCase.flags.front().rule;
}

QString ReviewHeader::question() const
{
    if (m_aspect == review::Aspect::Quantity)
        return tr("how many?");
    if (m_aspect == review::Aspect::Group)
        return tr("the same group?");
    return texts::question(askedRule());
}

QString ReviewHeader::otherReasons() const
{
    const review::ReviewCase& reviewCase = m_opened->reviewCase;
    if (reviewCase.blind)
        return tr("blind review: the machine's answer is not shown");
    QStringList others;
    for (const Flag& flag : reviewCase.flags) {
        const QString reason = texts::reason(flag.rule);
        if (flag.rule != askedRule() && !others.contains(reason))
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
