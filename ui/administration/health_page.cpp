#include "ui/administration/health_page.h"

#include "ui/widgets/texts.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

#include <algorithm>

namespace cartwright::ui {

using Depth = store::DoctorOptions::Depth;

namespace {

/// A word and a sign, so that no colour is needed.
QString gradeText(store::Grade grade)
{
    switch (grade) {
    case store::Grade::Ok: return HealthPage::tr("ok");
    case store::Grade::Warning: return HealthPage::tr("! look");
    case store::Grade::Error: return HealthPage::tr("!! broken");
    }
    return {};
}

} // namespace

HealthPage::HealthPage(AdministrationService& service, QWidget* parent) : QWidget(parent), m_service(service)
{
    setObjectName(QStringLiteral("healthPage"));
    m_model = new TextTableModel({tr("Check"), tr("Grade"), tr("Found, and what to do next")}, this);
    m_summary = plainLabel(QStringLiteral("healthSummary"));
    m_summary->setWordWrap(true);
    m_usual = named(new QPushButton(tr("Examine")), QStringLiteral("healthExamine"), tr("Examine the workspace"));
    m_deep = named(new QPushButton(tr("Examine every clip")), QStringLiteral("healthDeep"), tr("Examine every clip too, which takes long"));
    auto* row = new QHBoxLayout;
    row->addWidget(m_summary, 1);
    row->addWidget(m_usual);
    row->addWidget(m_deep);
    auto* column = new QVBoxLayout(this);
    column->addLayout(row);
    column->addWidget(readOnlyTable(m_model, QStringLiteral("healthTable"), tr("What the doctor found")), 1);
    connect(m_usual, &QPushButton::clicked, this, [this] { examine(Depth::Usual); });
    connect(m_deep, &QPushButton::clicked, this, [this] { examine(Depth::Deep); });
    connect(&service, &AdministrationService::examined, this, &HealthPage::show);
    connect(&service, &AdministrationService::failed, this, [this] {
        if (m_examining)
            m_summary->setText(tr("The examination did not finish; what happened stands above."));
        setExamining(false);
    });
}

void HealthPage::examine(Depth depth)
{
    if (m_examining)
        return;
    setExamining(true);
    m_summary->setText(depth == Depth::Deep ? tr("Reading every clip…") : tr("Examining…"));
    m_service.examine(depth);
}

void HealthPage::setExamining(bool examining)
{
    m_examining = examining;
    m_usual->setEnabled(!examining);
    m_deep->setEnabled(!examining);
}

void HealthPage::show(const store::Examination& examination)
{
    std::vector<QStringList> rows;
    for (const store::Check& check : examination.checks)
        rows.push_back({check.name, gradeText(check.grade),
                        check.next.isEmpty() ? check.what : QStringLiteral("%1 %2").arg(check.what, check.next)});
    m_model->setRows(rows);
    const auto troubles = std::count_if(examination.checks.begin(), examination.checks.end(),
                                        [](const store::Check& check) { return check.grade != store::Grade::Ok; });
    m_summary->setText(troubles == 0 ? tr("All of %n checks are in order.", nullptr, static_cast<int>(rows.size()))
                                     : tr("%n checks need a look.", nullptr, static_cast<int>(troubles)));
    setExamining(false);
}

} // namespace cartwright::ui
