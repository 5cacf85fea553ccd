#include "app/decoder/confinement.h"

#include <array>
#include <cerrno>
#include <cstdio>
#include <csignal>
#include <fcntl.h>
#include <functional>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace cartwright::decoder {
namespace {

struct Attempt
{
    const char* name;
    std::function<long()> make; ///< below 0 where it was refused
};

const char* const elsewhere = "/tmp/cartwright-decoder-was-here";

std::array<Attempt, 12> attempts()
{
    static char* const arguments[] = {nullptr};
    return {Attempt{"open a file to read", [] { return long{::open("/etc/passwd", O_RDONLY)}; }},
            Attempt{"open a file to write", [] { return long{::open(elsewhere, O_WRONLY | O_CREAT, 0600)}; }},
            Attempt{"open the old way", [] { return ::syscall(SYS_open, "/etc/passwd", O_RDONLY); }},
            Attempt{"make a network socket", [] { return long{::socket(AF_INET, SOCK_STREAM, 0)}; }},
            Attempt{"make a local socket", [] { return long{::socket(AF_UNIX, SOCK_STREAM, 0)}; }},
            Attempt{"start a program", [] { return long{::execve("/bin/true", arguments, arguments)}; }},
            Attempt{"start a process", [] { return ::syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0); }},
            Attempt{"fork", [] { return ::syscall(SYS_fork); }},
            Attempt{"trace another process", [] { return ::ptrace(PTRACE_ATTACH, ::getppid(), nullptr, nullptr); }},
            Attempt{"signal another process", [] { return long{::kill(::getppid(), 0)}; }},
            Attempt{"remove a file", [] { return long{::unlink("/tmp/cartwright-decoder-is-not-here")}; }},
            Attempt{"make a folder", [] { return long{::mkdir("/tmp/cartwright-decoder-folder", 0700)}; }}};
}

} // namespace

int prove()
{
    const auto filter = confine({.memoryBytes = 1LL << 30, .processorSeconds = 10, .outputBytes = 1 << 20,
                                 .keep = Confinement::Keep::StandardStreams});
    if (!filter) {
        std::fprintf(stderr, "%s\n", qPrintable(filter.error().sentence));
        return 1;
    }
    int done = 0;
    std::printf("filter: %s\n", qPrintable(*filter));
    for (const Attempt& attempt : attempts()) {
        const bool refused = attempt.make() < 0 && errno == EPERM;
        if (!refused)
            ++done;
        std::printf("%s: %s\n", attempt.name, refused ? "refused" : "DONE");
        std::fflush(stdout);
    }
    return done == 0 ? 0 : 1;
}

} // namespace cartwright::decoder
