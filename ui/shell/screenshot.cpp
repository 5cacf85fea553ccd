#include "ui/shell/screenshot.h"

#include "core/base/safe_file.h"

#include <QApplication>
#include <QBuffer>

#include <cstdio>
#include <utility>

namespace cartwright::ui {

namespace {

constexpr int lookEveryMs = 100;
constexpr int mostLooks = 300;  ///< half a minute
constexpr int calmLooks = 5;    ///< settled that often in a row, so that layouts have come to rest too

} // namespace

Screenshot::Screenshot(MainWindow& window, QString file, QString action, QObject* parent)
    : QObject(parent), m_window(window), m_file(std::move(file)), m_action(std::move(action))
{
    connect(&m_look, &QTimer::timeout, this, &Screenshot::look);
    m_look.start(lookEveryMs);
}

void Screenshot::look()
{
    m_calm = m_window.isSettled() ? m_calm + 1 : 0;
    if (m_calm >= calmLooks && !m_action.isEmpty()) {
        m_calm = 0;
        if (!m_window.doAction(std::exchange(m_action, {})))
            end(tr("The action that --action names is unknown or cannot be done now; the settings list them."));
    } else if (m_calm >= calmLooks)
        save();
    else if (++m_looks > mostLooks)
        end(tr("The window did not finish painting within 30 seconds, so no picture was saved to %1.").arg(m_file));
}

void Screenshot::save()
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    // A window of its own that was opened lies in front.
    QWidget* front = QApplication::activeWindow() ? QApplication::activeWindow() : &m_window;
    if (!front->grab().save(&buffer, "PNG"))
        return end(tr("The picture of the window could not be encoded."));
    const Result<void> written = writeFile(m_file, bytes);
    end(written ? QString() : written.error().sentence);
}

void Screenshot::end(const QString& trouble)
{
    m_look.stop();
    if (!trouble.isEmpty())
        std::fprintf(stderr, "%s\n", qPrintable(trouble));
    m_window.close();
    QCoreApplication::exit(trouble.isEmpty() ? 0 : 1);
}

} // namespace cartwright::ui
