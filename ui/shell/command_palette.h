#pragma once

#include "ui/shell/overlay.h"
#include "ui/shell/palette_model.h"

#include <QFrame>
#include <QLabel>
#include <QLineEdit>
#include <QListView>

namespace cartwright::ui {

/// All actions of the window behind one line: type some letters of a name, Enter does it. Actions that cannot be done now
/// are listed after the others, and Enter on one says so instead of doing nothing.
class CommandPalette : public Overlay
{
    Q_OBJECT

public:
    CommandPalette(QWidget* window, const ActionRegistry& actions);

    void toggle();

protected:
    bool letsThrough(const QKeyEvent& key) const override;
    bool eventFilter(QObject* watched, QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void search(const QString& typed);
    void run();

    const ActionRegistry& m_actions;
    PaletteModel* m_model = nullptr;
    QFrame* m_card = nullptr;
    QLineEdit* m_line = nullptr;
    QListView* m_list = nullptr;
    QLabel* m_note = nullptr;
};

} // namespace cartwright::ui
