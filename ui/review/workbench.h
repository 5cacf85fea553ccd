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
    /// How many cameras the sale has; the first layout gives them the height that they can fill, and the stills and the
    /// time axis the rest.
    void setCameraCount(int count);
    /// Empty while nobody has arranged anything.
    QByteArray layoutState() const { return m_firstLayout ? QByteArray() : saveState(layoutVersion); }
    bool restoreLayout(const QByteArray& state);

protected:
    bool event(QEvent* event) override;
    void showEvent(QShowEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    static constexpr int layoutVersion = 1; ///< higher whenever the set of docks changes

    QDockWidget* makeDock(const QString& objectName, const QString& title, QWidget* panel);
    void shareSpace();
    void fitWhy();
    int bottomHeight(int cameraWidth) const;

    QDockWidget* m_why = nullptr;
    QDockWidget* m_cart = nullptr;
    QDockWidget* m_event = nullptr;
    QDockWidget* m_stills = nullptr;
    QDockWidget* m_timeAxis = nullptr;
    bool m_sized = false;
    bool m_firstLayout = true; ///< nobody has arranged anything
    int m_cameraCount = 0;     ///< 0: not known yet
};

} // namespace cartwright::ui
