#pragma once

#include "ui/bridge/administration_service.h"
#include "ui/widgets/text_table.h"

#include <QLabel>
#include <QPushButton>

namespace cartwright::ui {

/// What the doctor finds in the workspace, with what to do next.
class HealthPage : public QWidget
{
    Q_OBJECT

public:
    explicit HealthPage(AdministrationService& service, QWidget* parent = nullptr);

    /// Nothing while one is under way.
    void examine(store::DoctorOptions::Depth depth);
    bool isExamining() const { return m_examining; }

private:
    void show(const store::Examination& examination);
    void setExamining(bool examining);

    AdministrationService& m_service;
    TextTableModel* m_model = nullptr;
    QLabel* m_summary = nullptr;
    QPushButton* m_usual = nullptr;
    QPushButton* m_deep = nullptr;
    bool m_examining = false;
};

} // namespace cartwright::ui
