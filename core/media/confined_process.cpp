#include "core/media/confined_process.h"

#include "core/media/confined_channel.h"

#include <QFile>
#include <QFileInfo>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace cartwright::media {
namespace {

constexpr int outOfTheWay = 32; ///< above every number that the child's descriptors get

QString ending(int status)
{
    if (WIFSIGNALED(status)) {
        const int signal = WTERMSIG(status);
        return signal == SIGXCPU ? QStringLiteral("it used up its time of the processor")
                                 : QStringLiteral("it was ended by signal %1 (%2)")
                                       .arg(signal)
                                       .arg(QString::fromLocal8Bit(::strsignal(signal)));
    }
    if (WEXITSTATUS(status) == confined::exitOutOfMemory)
        return QStringLiteral("it needed more memory than it is allowed");
    return QStringLiteral("it ended with code %1").arg(WEXITSTATUS(status));
}

} // namespace

void Descriptor::reset(int number)
{
    if (m_number >= 0)
        ::close(m_number);
    m_number = number;
}

Result<QString> confinedProgram()
{
    const QString self = QFile::symLinkTarget(QStringLiteral("/proc/self/exe"));
    const QString program = QFileInfo(self).path() + QStringLiteral("/cartwright-decoder");
    if (!QFileInfo(program).isExecutable())
        return failure(ErrorKind::NotFound,
                       QStringLiteral("The program %1 is missing, so no clip can be decoded; install Cartwright whole.").arg(program));
    return program;
}

Result<ConfinedProcess> ConfinedProcess::start(const QString& program, const Descriptors& given)
{
    const std::array wanted{std::pair(given.control, confined::control), std::pair(given.clip, confined::clip),
                            std::pair(given.output, confined::output), std::pair(given.memory, confined::memory)};
    std::array<Descriptor, wanted.size()> moved;
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        if (wanted[i].first < 0)
            continue;
        moved[i].reset(::fcntl(wanted[i].first, F_DUPFD_CLOEXEC, outOfTheWay));
        posix_spawn_file_actions_adddup2(&actions, moved[i].number(), wanted[i].second);
    }
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    sigset_t none;
    sigemptyset(&none);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
    QByteArray path = QFile::encodeName(program);
    char* const arguments[] = {path.data(), nullptr};
    char language[] = "LC_ALL=C.UTF-8";
    char* const environment[] = {language, nullptr};
    pid_t pid = -1;
    const int code = ::posix_spawn(&pid, path.constData(), &actions, &attributes, arguments, environment);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    if (code != 0)
        return failure(ErrorKind::Failed, QStringLiteral("The decoder %1 cannot be started: %2.")
                                              .arg(program, QString::fromLocal8Bit(std::strerror(code))));
    return ConfinedProcess(pid);
}

ConfinedProcess::~ConfinedProcess() { end(); }

QString ConfinedProcess::end(Grace grace)
{
    const pid_t pid = std::exchange(m_pid, -1);
    if (pid <= 0)
        return {};
    int status = 0;
    // A dying process closes its channel a little before it can be waited for.
    for (int tries = grace == Grace::Moment ? 150 : 1; tries > 0; --tries) {
        const pid_t got = ::waitpid(pid, &status, WNOHANG);
        if (got == pid)
            return ending(status);
        if (tries > 1)
            ::usleep(2000);
    }
    ::kill(pid, SIGKILL);
    while (::waitpid(pid, &status, 0) < 0 && errno == EINTR) {
    }
    return {};
}

} // namespace cartwright::media
