#include "app/cli/sign_in.h"

#include "core/base/safe_file.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QStandardPaths>

#include <cstdio>
#include <termios.h>
#include <unistd.h>

namespace cartwright::cli {
namespace {

constexpr qsizetype longestLine = 1000;

/// One line, byte by byte, so that nothing beyond it is taken from whoever reads next.
Result<QString> readLine(int descriptor)
{
    QByteArray line;
    for (char byte = 0; line.size() < longestLine;) {
        const auto got = ::read(descriptor, &byte, 1);
        if (got < 0)
            return failure(ErrorKind::WrongUsage, QStringLiteral("No password can be read from descriptor %1.").arg(descriptor));
        if (got == 0 || byte == '\n')
            break;
        line.append(byte);
    }
    return QString::fromUtf8(line);
}

/// Keeps what is typed from being shown, as long as it lives.
class Unseen
{
public:
    Unseen()
    {
        m_changed = ::tcgetattr(STDIN_FILENO, &m_before) == 0;
        termios silent = m_before;
        silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        if (m_changed)
            ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
    }
    ~Unseen()
    {
        if (m_changed)
            ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &m_before);
        std::fputc('\n', stderr);
    }
    Unseen(const Unseen&) = delete;
    Unseen& operator=(const Unseen&) = delete;

private:
    termios m_before{};
    bool m_changed = false;
};

Result<QString> ask(const QString& question)
{
    std::fprintf(stderr, "%s: ", qPrintable(question));
    std::fflush(stderr);
    const Unseen unseen;
    return readLine(STDIN_FILENO);
}

bool isAtTerminal() { return ::isatty(STDIN_FILENO) == 1; }

} // namespace

Result<QString> presentPassword(const QString& name)
{
    if (qEnvironmentVariableIsSet("CARTWRIGHT_PASSWORD"))
        return qEnvironmentVariable("CARTWRIGHT_PASSWORD");
    if (isAtTerminal())
        return ask(QStringLiteral("Password of %1").arg(name));
    return failure(ErrorKind::Locked, QStringLiteral("%1 has no password here: set CARTWRIGHT_PASSWORD, or call this on a terminal, "
                                                     "which asks for it.")
                                          .arg(name));
}

Result<QString> newPassword(const QString& name, const QString& descriptor)
{
    if (!descriptor.isEmpty()) {
        bool isNumber = false;
        const int number = descriptor.toInt(&isNumber);
        if (!isNumber || number < 0)
            return failure(ErrorKind::WrongUsage, QStringLiteral("--password-fd takes the number of an open descriptor."));
        return readLine(number);
    }
    if (!isAtTerminal())
        return readLine(STDIN_FILENO);
    auto first = ask(QStringLiteral("New password of %1").arg(name));
    auto second = first ? ask(QStringLiteral("Once more")) : first;
    if (first && second && *first != *second)
        return failure(ErrorKind::Refused, QStringLiteral("The two passwords differ; nothing was changed."));
    return second;
}

QString sessionFile(const QString& workspaceFolder)
{
    const QString folder = QFileInfo(workspaceFolder).canonicalFilePath();
    return QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + QStringLiteral("/cartwright/sessions/") +
           sha256Of(folder.toUtf8()).left(32);
}

QString readSession(const QString& workspaceFolder)
{
    constexpr std::int64_t most = 1000;
    const auto bytes = readFile(sessionFile(workspaceFolder), most);
    return bytes ? QString::fromLatin1(*bytes).trimmed() : QString();
}

Result<void> writeSession(const QString& workspaceFolder, const QString& token)
{
    const QString file = sessionFile(workspaceFolder);
    if (auto made = makeFolder(QFileInfo(file).path()); !made)
        return made;
    return writeFile(file, token.toLatin1() + '\n');
}

void removeSession(const QString& workspaceFolder) { QFile::remove(sessionFile(workspaceFolder)); }

} // namespace cartwright::cli
