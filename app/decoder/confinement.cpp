#include "app/decoder/confinement.h"

#include "core/media/confined_channel.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <memory>
#include <fcntl.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define CARTWRIGHT_LOOSE_FILTER
#endif

namespace cartwright::decoder {
namespace {

constexpr std::int64_t mostDescriptors = 32;

/// What decoding, encoding and their threads need: memory, threads, clocks, and the descriptors that are open already.
[[maybe_unused]] constexpr std::array allowedCalls{
    SCMP_SYS(read),          SCMP_SYS(pread64),         SCMP_SYS(readv),           SCMP_SYS(write),
    SCMP_SYS(pwrite64),      SCMP_SYS(writev),          SCMP_SYS(lseek),           SCMP_SYS(close),
    SCMP_SYS(fstat),         SCMP_SYS(poll),            SCMP_SYS(ppoll),           SCMP_SYS(munmap),
    SCMP_SYS(mremap),        SCMP_SYS(madvise),         SCMP_SYS(brk),             SCMP_SYS(futex),
    SCMP_SYS(set_robust_list), SCMP_SYS(rseq),          SCMP_SYS(sched_getaffinity), SCMP_SYS(sched_yield),
    SCMP_SYS(clock_gettime), SCMP_SYS(clock_getres),    SCMP_SYS(clock_nanosleep), SCMP_SYS(nanosleep),
    SCMP_SYS(gettimeofday),  SCMP_SYS(getrandom),       SCMP_SYS(rt_sigprocmask),  SCMP_SYS(rt_sigaction),
    SCMP_SYS(rt_sigreturn),  SCMP_SYS(sigaltstack),     SCMP_SYS(getpid),          SCMP_SYS(gettid),
    SCMP_SYS(restart_syscall), SCMP_SYS(sysinfo),       SCMP_SYS(exit),            SCMP_SYS(exit_group),
    SCMP_SYS(getrusage),     SCMP_SYS(time),
};

/// What the loose filter refuses.
[[maybe_unused]] constexpr std::array refusedCalls{
    SCMP_SYS(open),       SCMP_SYS(openat),    SCMP_SYS(openat2),  SCMP_SYS(creat),    SCMP_SYS(open_by_handle_at),
    SCMP_SYS(socket),     SCMP_SYS(socketpair), SCMP_SYS(connect), SCMP_SYS(bind),     SCMP_SYS(accept),
    SCMP_SYS(accept4),    SCMP_SYS(listen),    SCMP_SYS(execve),   SCMP_SYS(execveat), SCMP_SYS(fork),
    SCMP_SYS(vfork),      SCMP_SYS(ptrace),    SCMP_SYS(process_vm_readv), SCMP_SYS(process_vm_writev),
    SCMP_SYS(kill),       SCMP_SYS(unlink),    SCMP_SYS(unlinkat), SCMP_SYS(rename),   SCMP_SYS(renameat),
    SCMP_SYS(renameat2),  SCMP_SYS(link),      SCMP_SYS(linkat),   SCMP_SYS(symlink),  SCMP_SYS(symlinkat),
    SCMP_SYS(mkdir),      SCMP_SYS(mkdirat),   SCMP_SYS(chmod),    SCMP_SYS(fchmodat), SCMP_SYS(mount),
    SCMP_SYS(bpf),        SCMP_SYS(io_uring_setup), SCMP_SYS(userfaultfd), SCMP_SYS(memfd_create),
};

struct FilterReleaser
{
    void operator()(void* filter) const { seccomp_release(filter); }
};
using FilterPtr = std::unique_ptr<void, FilterReleaser>;

tl::unexpected<Error> refused(const QString& what, int code)
{
    return failure(ErrorKind::Failed,
                   QStringLiteral("The decoder cannot lock itself up (%1: %2), so it decodes nothing.")
                       .arg(what, QString::fromLocal8Bit(std::strerror(code))));
}

[[maybe_unused]] bool addArguments(scmp_filter_ctx filter)
{
    const auto allow = [&](int call, auto... conditions) {
        return seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, sizeof...(conditions), conditions...) == 0;
    };
    const auto without = [](unsigned argument, std::uint64_t bits) { return SCMP_CMP(argument, SCMP_CMP_MASKED_EQ, bits, 0); };
    // Memory is written or run, never both; nothing here makes machine code.
    return allow(SCMP_SYS(mmap), without(2, PROT_EXEC)) && allow(SCMP_SYS(mprotect), without(2, PROT_EXEC)) &&
           // Threads, no processes.
           allow(SCMP_SYS(clone), SCMP_CMP(0, SCMP_CMP_MASKED_EQ, CLONE_THREAD, CLONE_THREAD)) &&
           allow(SCMP_SYS(prctl), SCMP_CMP(0, SCMP_CMP_EQ, PR_SET_NAME)) &&
           allow(SCMP_SYS(tgkill), SCMP_CMP(0, SCMP_CMP_EQ, static_cast<scmp_datum_t>(::getpid()))) &&
           allow(SCMP_SYS(fcntl), SCMP_CMP(1, SCMP_CMP_EQ, F_DUPFD_CLOEXEC)) &&
           allow(SCMP_SYS(fcntl), SCMP_CMP(1, SCMP_CMP_EQ, F_GETFL)) &&
           // glibc asks for the size of an open descriptor in this form.
           allow(SCMP_SYS(newfstatat), SCMP_CMP(0, SCMP_CMP_LE, static_cast<scmp_datum_t>(mostDescriptors)),
                 SCMP_CMP(3, SCMP_CMP_MASKED_EQ, AT_EMPTY_PATH, AT_EMPTY_PATH));
}

/// The C library falls back to clone, whose flags can be checked, where clone3 does not exist.
bool hideClone3(scmp_filter_ctx filter)
{
    return seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0) == 0;
}

Result<QString> loadFilter()
{
#ifdef CARTWRIGHT_LOOSE_FILTER
    const FilterPtr filter(seccomp_init(SCMP_ACT_ALLOW));
    bool made = filter != nullptr;
    for (const int call : refusedCalls)
        made = made && seccomp_rule_add(filter.get(), SCMP_ACT_ERRNO(EPERM), call, 0) == 0;
    made = made && seccomp_rule_add(filter.get(), SCMP_ACT_ERRNO(EPERM), SCMP_SYS(clone), 1,
                                    SCMP_CMP(0, SCMP_CMP_MASKED_EQ, CLONE_THREAD, 0)) == 0;
    const QString name = QStringLiteral("loose");
#else
    const FilterPtr filter(seccomp_init(SCMP_ACT_ERRNO(EPERM)));
    bool made = filter != nullptr;
    for (const int call : allowedCalls)
        made = made && seccomp_rule_add(filter.get(), SCMP_ACT_ALLOW, call, 0) == 0;
    made = made && addArguments(filter.get());
    const QString name = QStringLiteral("full");
#endif
    if (!made || !hideClone3(filter.get()))
        return refused(QStringLiteral("making the filter"), ENOMEM);
    if (const int code = seccomp_load(filter.get()); code != 0)
        return refused(QStringLiteral("loading the filter"), -code);
    return name;
}

Result<void> limit(__rlimit_resource resource, std::int64_t value)
{
    // The signal of the first limit tells why; the second one is certain death.
    const std::int64_t hard = resource == RLIMIT_CPU ? value + 2 : value;
    const rlimit both{static_cast<rlim_t>(value), static_cast<rlim_t>(hard)};
    if (::setrlimit(resource, &both) != 0)
        return refused(QStringLiteral("limit %1").arg(static_cast<int>(resource)), errno);
    return {};
}

Result<void> closeOthers(Confinement::Keep keep)
{
    // The standard streams lead nowhere; a sanitizer's report is worth its stderr.
#ifndef CARTWRIGHT_LOOSE_FILTER
    if (keep == Confinement::Keep::Nothing) {
        const int nowhere = ::open("/dev/null", O_RDWR | O_CLOEXEC);
        if (nowhere < 0)
            return refused(QStringLiteral("/dev/null"), errno);
        for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
            ::dup2(nowhere, stream);
    }
#else
    (void)keep;
#endif
    if (::close_range(media::confined::memory + 1, ~0U, 0) != 0)
        return refused(QStringLiteral("closing descriptors"), errno);
    return {};
}

} // namespace

Result<QString> confine(const Confinement& confinement)
{
    if (auto closed = closeOthers(confinement.keep); !closed)
        return failure(closed.error());
#ifndef CARTWRIGHT_LOOSE_FILTER
    if (auto set = limit(RLIMIT_AS, confinement.memoryBytes); !set)
        return failure(set.error());
#endif
    for (const auto& [resource, value] :
         {std::pair(RLIMIT_CPU, std::int64_t{confinement.processorSeconds}), std::pair(RLIMIT_FSIZE, confinement.outputBytes),
          std::pair(RLIMIT_NOFILE, mostDescriptors), std::pair(RLIMIT_CORE, std::int64_t{0})})
        if (auto set = limit(resource, value); !set)
            return failure(set.error());
    if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0)
        return refused(QStringLiteral("giving up rights"), errno);
    return loadFilter();
}

} // namespace cartwright::decoder
