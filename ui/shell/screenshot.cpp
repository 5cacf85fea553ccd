#include "ui/shell/screenshot.h"

#include "core/base/safe_file.h"

#include <QBuffer>
#include <QCoreApplication>

#include <cstdio>

namespace cartwright::ui {

namespace {

constexpr int lookEveryMs = 100;
constexpr int mostLooks = 300;  ///< half a minute
constexpr int calmLooks = 5;    ///< settled that often in a row, so that layouts have come to rest too

} // namespace

Screenshot::Screenshot(MainWindow& window, QString file, QObject* parent)
    : QObject(parent), m_window(window), m_file(std::move(file))
{
    connect(&m_look, &QTimer::timeout, this, &Screenshot::look);
    m_look.start(lookEveryMs);
}

void Screenshot::look()
{
    m_calm = m_window.isSettled() ? m_calm + 1 : 0;
    if (m_calm >= calmLooks)
        save();
    else if (++m_looks > mostLooks)
        end(tr("The window did not finish painting within 30 seconds, so no picture was saved to %1.").arg(m_file));
}

void Screenshot::save()
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    if (!m_window.grab().save(&buffer, "PNG"))
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
