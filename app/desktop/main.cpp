#include "app/desktop/review_bench_report.h"
#include "core/base/clock.h"
#include "ui/shell/main_window.h"
#include "ui/shell/screenshot.h"
#include "ui/shell/translation.h"

#include <QApplication>
#include <QStandardPaths>

#include <cstdio>

int main(int argc, char** argv)
{
    using namespace cartwright;
    QApplication application(argc, argv);
    QApplication::setApplicationName(QStringLiteral("cartwright"));
    QApplication::setApplicationVersion(QStringLiteral("0.1.0"));
    const ui::Options options = ui::readOptions(QApplication::arguments());
    if (!options.trouble.isEmpty()) {
        std::fprintf(stderr, "%s\n", qPrintable(options.trouble));
        return 2;
    }
    const SystemClock clock;
    ui::ShellSettings settings(QStandardPaths::writableLocation(QStandardPaths::ConfigLocation) +
                               QStringLiteral("/cartwright/desktop.ini"));
    ui::speak(application, ui::languageOf(options.language.isEmpty() ? settings.language() : options.language));
    ui::MainWindow window(options, settings, clock);
    window.show();
    window.start();
    std::unique_ptr<ui::Screenshot> screenshot;
    if (!options.screenshot.isEmpty())
        screenshot = std::make_unique<ui::Screenshot>(window, options.screenshot, options.action);
    std::unique_ptr<ui::ReviewBench> bench;
    if (options.benchSales > 0)
        bench = ui::startReviewBench(window, options);
    return QApplication::exec();
}
