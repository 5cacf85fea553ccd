#include "app/cli/command.h"

#include <QCoreApplication>

#include <csignal>

namespace {

cartwright::Cancellation* interrupted = nullptr;

// Only sets an atomic flag; every long job looks at it.
void onInterrupt(int) { interrupted->cancel(); }

} // namespace

int main(int argc, char** argv)
{
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("cartwright"));
    QCoreApplication::setApplicationVersion(QStringLiteral(CARTWRIGHT_VERSION));
    cartwright::Cancellation cancel;
    interrupted = &cancel;
    std::signal(SIGINT, onInterrupt);
    std::signal(SIGTERM, onInterrupt);
    return cartwright::cli::runCommandLine(QCoreApplication::arguments(), cancel);
}
