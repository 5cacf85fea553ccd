#pragma once

#include <QDockWidget>
#include <QMainWindow>

namespace cartwright::ui {

/// The panels of the Review place as docks around the cameras, with a first layout to come back to.
class Workbench : public QMainWindow
{
    Q_OBJECT

public:
    struct Panels
    {
        QWidget* cameras = nullptr;
        QWidget* why = nullptr;
        QWidget* cart = nullptr;
        QWidget* event = nullptr;
        QWidget* stills = nullptr;
        QWidget* timeAxis = nullptr;
    };
    explicit Workbench(const Panels& panels, QWidget* parent = nullptr);

    void resetLayout();
    QByteArray layoutState() const { return saveState(layoutVersion); }
    bool restoreLayout(const QByteArray& state) { return restoreState(state, layoutVersion); }

protected:
    void showEvent(QShowEvent* event) override;

private:
    static constexpr int layoutVersion = 1; ///< higher whenever the set of docks changes

    QDockWidget* makeDock(const QString& objectName, const QString& title, QWidget* panel);
    void shareSpace();

    QDockWidget* m_why = nullptr;
    QDockWidget* m_cart = nullptr;
    QDockWidget* m_event = nullptr;
    QDockWidget* m_stills = nullptr;
    QDockWidget* m_timeAxis = nullptr;
    bool m_sized = false;
};

} // namespace cartwright::ui
