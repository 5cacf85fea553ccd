#include "core/feed/confined_folder.h"

#include "core/feed/ids.h"

#include <QFile>
#include <QStringList>

#include <cerrno>
#include <cstring>
#include <dirent.h>
#include <fcntl.h>
#include <memory>
#include <sys/stat.h>
#include <unistd.h>

namespace cartwright::feed {
namespace {

constexpr qsizetype longestPath = 1'024;
constexpr qsizetype longestName = 255;
constexpr int deepestPath = 8;

tl::unexpected<Error> refused(const QString& path, const QString& why)
{
    return failure(ErrorKind::Refused, QStringLiteral("\"%1\" ").arg(path.left(200)) + why);
}

struct CloseFolder
{
    void operator()(DIR* folder) const { ::closedir(folder); }
};
using OpenFolder = std::unique_ptr<DIR, CloseFolder>;

/// Goes down a folder by file descriptors, so that a link put in the way meanwhile is not followed.
class Lister
{
public:
    explicit Lister(const FolderLimits& limits) : m_limits(limits) {}

    Result<void> list(int parent, const char* name, const QString& path, int depth)
    {
        const int fd = ::openat(parent, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | (depth > 0 ? O_NOFOLLOW : 0));
        OpenFolder folder(fd < 0 ? nullptr : ::fdopendir(fd));
        if (!folder)
            return unreadable(path);
        for (;;) {
            errno = 0;
            const dirent* const entry = ::readdir(folder.get());
            if (!entry && errno != 0)
                return unreadable(path);
            if (!entry)
                return {};
            const char* const child = entry->d_name;
            if (std::strcmp(child, ".") == 0 || std::strcmp(child, "..") == 0)
                continue;
            if (auto taken = take(::dirfd(folder.get()), child, path, depth); !taken)
                return taken;
        }
    }

    std::map<QString, std::int64_t> files;

private:
    Result<void> take(int parent, const char* name, const QString& folder, int depth)
    {
        const QString text = QFile::decodeName(name);
        const QString path = folder.isEmpty() ? text : folder + QLatin1Char('/') + text;
        if (QFile::encodeName(text) != name)
            return refused(path, QStringLiteral("has a name that is no UTF-8."));
        struct stat info = {};
        if (::fstatat(parent, name, &info, AT_SYMLINK_NOFOLLOW) != 0)
            return unreadable(path);
        if (++m_entries > m_limits.entries)
            return failure(ErrorKind::Refused,
                           QStringLiteral("The folder holds more than %1 files.").arg(m_limits.entries));
        if (S_ISLNK(info.st_mode))
            return refused(path, QStringLiteral("is a symbolic link; only regular files are taken."));
        if (S_ISDIR(info.st_mode)) {
            if (depth >= m_limits.depth)
                return refused(path, QStringLiteral("lies deeper than %1 folders.").arg(m_limits.depth));
            return list(parent, name, path, depth + 1);
        }
        if (!S_ISREG(info.st_mode))
            return refused(path, QStringLiteral("is not a regular file."));
        if (info.st_size > m_limits.fileBytes)
            return refused(path, QStringLiteral("has %1 bytes; at most %2 are taken.")
                                     .arg(info.st_size).arg(m_limits.fileBytes));
        m_bytes += info.st_size;
        if (m_bytes > m_limits.totalBytes)
            return failure(ErrorKind::Refused, QStringLiteral("The folder holds more than %1 bytes.")
                                                   .arg(m_limits.totalBytes));
        files.emplace(path, info.st_size);
        return {};
    }

    static tl::unexpected<Error> unreadable(const QString& path)
    {
        const int code = errno;
        return failure(code == ENOENT || code == ENOTDIR ? ErrorKind::NotFound : ErrorKind::Failed,
                       QStringLiteral("\"%1\" cannot be read: %2.")
                           .arg(path, QString::fromLocal8Bit(std::strerror(code))));
    }

    FolderLimits m_limits;
    int m_entries = 0;
    std::int64_t m_bytes = 0;
};

} // namespace

Result<QString> confinedPath(const QString& path)
{
    if (path.isEmpty() || path.toUtf8().size() > longestPath)
        return refused(path, QStringLiteral("is empty or too long for a path."));
    if (const QString why = whyNoId(path); !why.isEmpty())
        return refused(path, why + QLatin1Char('.'));
    if (path.startsWith(QLatin1Char('/')))
        return refused(path, QStringLiteral("is an absolute path; paths are relative to the folder."));
    QStringList parts;
    for (const auto& part : path.split(QLatin1Char('/'), Qt::SkipEmptyParts)) {
        if (part == QLatin1String(".."))
            return refused(path, QStringLiteral("leaves the folder."));
        if (part.toUtf8().size() > longestName)
            return refused(path, QStringLiteral("has a name of more than %1 bytes.").arg(longestName));
        if (part != QLatin1String("."))
            parts.append(part);
    }
    if (parts.isEmpty() || path.endsWith(QLatin1Char('/')))
        return refused(path, QStringLiteral("names a folder and not a file."));
    if (parts.size() > deepestPath + 1)
        return refused(path, QStringLiteral("lies deeper than %1 folders.").arg(deepestPath));
    return parts.join(QLatin1Char('/'));
}

Result<std::map<QString, std::int64_t>> listConfined(const QString& folder, const FolderLimits& limits)
{
    Lister lister(limits);
    const auto listed = lister.list(AT_FDCWD, QFile::encodeName(folder).constData(), {}, 0);
    if (!listed) {
        Error error = listed.error();
        if (error.sentence.startsWith(QLatin1String("\"\" ")))
            error.sentence.replace(0, 2, QLatin1Char('"') + folder + QLatin1Char('"'));
        return failure(std::move(error));
    }
    return std::move(lister.files);
}

} // namespace cartwright::feed
