#pragma once

#include "ui/shell/main_window.h"

#include <QObject>
#include <QTimer>

namespace cartwright::ui {

/// Saves a PNG of the window once its place has settled, then ends the program: exit code 0, or 1 with a sentence on
/// stderr where it did not settle in time or the file cannot be written.
class Screenshot : public QObject
{
    Q_OBJECT

public:
    /// `action` is the object name of an action to do when the place has settled, or empty.
    Screenshot(MainWindow& window, QString file, QString action, QObject* parent = nullptr);

private:
    void look();
    void save();
    void end(const QString& trouble);

    MainWindow& m_window;
    QString m_file;
    QString m_action;
    QTimer m_look;
    int m_looks = 0;
    int m_calm = 0;
};

} // namespace cartwright::ui
