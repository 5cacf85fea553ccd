#pragma once

#include "ui/shell/key_recorder.h"
#include "ui/shell/shortcut_model.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QSortFilterProxyModel>
#include <QTableView>

namespace cartwright::ui {

/// Presets, and every action's keys to search and change. A key that is taken may be taken away from the other action, or
/// kept twice, which the table then warns of.
class ShortcutEditor : public QWidget
{
    Q_OBJECT

public:
    explicit ShortcutEditor(Keyboard& keyboard, QWidget* parent = nullptr);

private:
    enum class How : std::uint8_t { Instead, Beside };

    QWidget* makeTop();
    QWidget* makeButtons();
    void makeTable();
    QString marked() const;
    void take(const QKeySequence& key, How how);
    void showMarked();
    void showWarning();

    Keyboard& m_keyboard;
    ShortcutModel* m_model = nullptr;
    QSortFilterProxyModel* m_found = nullptr;
    QComboBox* m_preset = nullptr;
    QLineEdit* m_search = nullptr;
    QTableView* m_table = nullptr;
    QLabel* m_warning = nullptr;
    QPushButton* m_takeOver = nullptr;
    QList<QPushButton*> m_forMarked; ///< on while an action is marked
    KeyRecorder* m_change = nullptr;
    QKeySequence m_contested; ///< the key that was just given and that another action has too
};

} // namespace cartwright::ui
