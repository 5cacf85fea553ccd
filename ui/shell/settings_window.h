#pragma once

#include "ui/shell/keyboard.h"
#include "ui/shell/looks.h"

#include <QComboBox>
#include <QDialog>
#include <QLabel>
#include <QSpinBox>
#include <QTabWidget>

namespace cartwright::ui {

/// How the program looks and which keys it has. It blocks nothing, and every change shows at once.
class SettingsWindow : public QDialog
{
    Q_OBJECT

public:
    SettingsWindow(Looks& looks, Keyboard& keyboard, QWidget* parent);

    enum class Page : std::uint8_t { Looks, Keys };
    void open(Page page);

private:
    QWidget* makeLooks();
    void showLooks();

    Looks& m_looks;
    QTabWidget* m_pages = nullptr;
    QComboBox* m_theme = nullptr;
    QSpinBox* m_scale = nullptr;
    QComboBox* m_language = nullptr;
    QLabel* m_languageNote = nullptr;
};

} // namespace cartwright::ui
