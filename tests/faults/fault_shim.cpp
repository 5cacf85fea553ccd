// A library that is preloaded (LD_PRELOAD) and lets the n-th change of files below a folder fail. It stands between a
// program with all its libraries and the C library; what changes no file, or files elsewhere, passes through.
//
// Armed by the environment, CARTWRIGHT_FAULT="KIND N FOLDER", or by calling cartwrightArmFault. KIND is one of
//   full-once  the n-th change fails with ENOSPC       full-on  the disk stays full: half of the n-th write arrives,
//                                                               then nothing that needs space works
//   error-once the n-th change fails with EIO          error-on every change from the n-th on does
//   kill       the process is killed before the n-th   torn     half of the n-th write arrives, then it is killed
// Counted over the whole process: write, pwrite, ftruncate, fsync, fdatasync, unlink, rename, renameat2, link, mkdir
// and open where it makes a file; of them full-on counts what needs space, torn counts the writes.
#include <atomic>
#include <cerrno>
#include <climits>
#include <csignal>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace {

enum class Kind { None, FullOnce, FullOn, ErrorOnce, ErrorOn, Kill, Torn };
enum class Change { Write, Growth, Other }; // growth: needs space, but writes no bytes

Kind kind = Kind::None;
long failing = 0;
char folder[PATH_MAX] = "";
std::atomic<long> count = 0;

template <class Function> Function real(const char* name)
{
    void* found = dlsym(RTLD_NEXT, name);
    Function function = nullptr;
    std::memcpy(&function, &found, sizeof function);
    return function;
}
#define REAL(name) static const auto next = real<decltype(&::name)>(#name)

bool matches(const char* path) { return kind != Kind::None && path && std::strstr(path, folder) != nullptr; }

bool matches(int fd)
{
    if (kind == Kind::None)
        return false;
    char link[64];
    char path[PATH_MAX];
    std::snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    const ssize_t length = ::readlink(link, path, sizeof path - 1);
    if (length < 0)
        return false;
    path[length] = '\0';
    return matches(path);
}

void die() { ::raise(SIGKILL); }

bool counts(Change change)
{
    return kind == Kind::Torn ? change == Change::Write : kind != Kind::FullOn || change != Change::Other;
}

/// Counts a change; true where it must fail, with errno set.
bool fails(Change change)
{
    if (!counts(change))
        return false;
    const long number = ++count;
    const bool now = number == failing;
    const bool since = number >= failing;
    switch (kind) {
    case Kind::None: return false;
    case Kind::FullOnce: errno = ENOSPC; return now;
    case Kind::FullOn: errno = ENOSPC; return since;
    case Kind::ErrorOnce: errno = EIO; return now;
    case Kind::ErrorOn: errno = EIO; return since;
    case Kind::Kill:
    case Kind::Torn:
        if (now)
            die();
        return false;
    }
    return false;
}

/// The same for a write, of which a part may arrive.
template <class Half> bool writeFails(Half half, ssize_t& arrived)
{
    const bool now = count + 1 == failing;
    if (now && kind == Kind::Torn)
        half();
    if (now && kind == Kind::FullOn) {
        ++count;
        arrived = half();
        return true;
    }
    arrived = -1;
    return fails(Change::Write);
}

} // namespace

extern "C" {

void cartwrightArmFault(const char* name, long number, const char* below)
{
    static const struct { const char* name; Kind kind; } kinds[] = {
        {"full-once", Kind::FullOnce}, {"full-on", Kind::FullOn}, {"error-once", Kind::ErrorOnce},
        {"error-on", Kind::ErrorOn},   {"kill", Kind::Kill},      {"torn", Kind::Torn}};
    kind = Kind::None;
    count = 0;
    failing = number;
    std::snprintf(folder, sizeof folder, "%s", below);
    for (const auto& known : kinds)
        if (std::strcmp(known.name, name) == 0)
            kind = known.kind;
}

/// How many changes there were since it was armed.
long cartwrightFaultCount() { return count; }

__attribute__((constructor)) static void armFromEnvironment()
{
    char name[16] = "";
    char below[PATH_MAX] = "";
    long number = 0;
    const char* armed = std::getenv("CARTWRIGHT_FAULT");
    if (armed && std::sscanf(armed, "%15s %ld %4095s", name, &number, below) == 3)
        cartwrightArmFault(name, number, below);
}

ssize_t write(int fd, const void* bytes, size_t size)
{
    REAL(write);
    ssize_t arrived = 0;
    if (matches(fd) && writeFails([&] { return next(fd, bytes, size / 2); }, arrived))
        return arrived;
    return next(fd, bytes, size);
}

ssize_t pwrite(int fd, const void* bytes, size_t size, off_t at)
{
    REAL(pwrite);
    ssize_t arrived = 0;
    if (matches(fd) && writeFails([&] { return next(fd, bytes, size / 2, at); }, arrived))
        return arrived;
    return next(fd, bytes, size, at);
}

ssize_t pwrite64(int fd, const void* bytes, size_t size, off64_t at) { return pwrite(fd, bytes, size, at); }

int ftruncate(int fd, off_t size) noexcept
{
    REAL(ftruncate);
    return matches(fd) && fails(Change::Growth) ? -1 : next(fd, size);
}

int ftruncate64(int fd, off64_t size) noexcept { return ftruncate(fd, size); }

int fsync(int fd)
{
    REAL(fsync);
    return matches(fd) && fails(Change::Other) ? -1 : next(fd);
}

int fdatasync(int fd)
{
    REAL(fdatasync);
    return matches(fd) && fails(Change::Other) ? -1 : next(fd);
}

int unlink(const char* path) noexcept
{
    REAL(unlink);
    return matches(path) && fails(Change::Other) ? -1 : next(path);
}

int rename(const char* from, const char* to) noexcept
{
    REAL(rename);
    return matches(to) && fails(Change::Other) ? -1 : next(from, to);
}

int renameat2(int fromFolder, const char* from, int toFolder, const char* to, unsigned flags) noexcept
{
    REAL(renameat2);
    return matches(to) && fails(Change::Other) ? -1 : next(fromFolder, from, toFolder, to, flags);
}

int link(const char* from, const char* to) noexcept
{
    REAL(link);
    return matches(to) && fails(Change::Growth) ? -1 : next(from, to);
}

int mkdir(const char* path, mode_t mode) noexcept
{
    REAL(mkdir);
    return matches(path) && fails(Change::Growth) ? -1 : next(path, mode);
}

int open(const char* path, int flags, ...)
{
    REAL(open);
    mode_t mode = 0;
    if (flags & O_CREAT) {
        va_list arguments;
        va_start(arguments, flags);
        mode = va_arg(arguments, mode_t);
        va_end(arguments);
        if (matches(path) && ::access(path, F_OK) != 0 && fails(Change::Growth))
            return -1;
    }
    return next(path, flags, mode);
}

int open64(const char* path, int flags, ...)
{
    mode_t mode = 0;
    if (flags & O_CREAT) {
        va_list arguments;
        va_start(arguments, flags);
        mode = va_arg(arguments, mode_t);
        va_end(arguments);
    }
    return open(path, flags, mode);
}

} // extern "C"
