#pragma once

#include "ui/bridge/administration_service.h"
#include "ui/widgets/text_table.h"

#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QTimer>

namespace cartwright::ui {

/// The newest entries of the log, to be narrowed by person, action and subject; the marked one with all its details.
class LogPage : public QWidget
{
    Q_OBJECT

public:
    explicit LogPage(AdministrationService& service, QWidget* parent = nullptr);

    void reload();

private:
    QLineEdit* makeField(const char* objectName, const QString& name);
    void show(const std::vector<store::LogEntry>& entries);
    void showMarked();

    AdministrationService& m_service;
    TextTableModel* m_model = nullptr;
    QTableView* m_table = nullptr;
    QLineEdit* m_who = nullptr;
    QLineEdit* m_action = nullptr;
    QLineEdit* m_subject = nullptr;
    QLabel* m_count = nullptr;
    QPlainTextEdit* m_details = nullptr;
    QTimer m_typing;
    std::vector<store::LogEntry> m_entries; ///< the newest first
};

} // namespace cartwright::ui
