#include "core/feed/tar.h"

#include "core/base/safe_file.h"

#include <QFile>
#include <QFileInfo>
#include <QStringDecoder>

#include <archive.h>
#include <archive_entry.h>
#include <cerrno>
#include <memory>
#include <set>

namespace cartwright::feed {
namespace {

constexpr std::size_t blockBytes = 1 << 16;
constexpr qsizetype pieceBytes = 1 << 20;

struct FreeArchive
{
    void operator()(archive* handle) const { ::archive_read_free(handle); }
};

/// A member whose name and kind have been found harmless.
struct Member
{
    QString path;
    bool isFolder = false;
    std::int64_t size = 0;
};

/// Goes through the members of a tar and checks each before anybody may read it.
class TarWalk
{
public:
    TarWalk(QString tar, const FolderLimits& limits) : m_tar(std::move(tar)), m_limits(limits) {}

    Result<void> open()
    {
        m_handle.reset(::archive_read_new());
        if (!m_handle || ::archive_read_support_format_tar(m_handle.get()) != ARCHIVE_OK
            || ::archive_read_open_filename(m_handle.get(), QFile::encodeName(m_tar).constData(), blockBytes)
                   != ARCHIVE_OK)
            return broken(QStringLiteral("cannot be read as an uncompressed tar"));
        return {};
    }

    /// The next member; nothing at the end.
    Result<std::optional<Member>> next()
    {
        for (;;) {
            archive_entry* entry = nullptr;
            const int code = ::archive_read_next_header(m_handle.get(), &entry);
            if (code == ARCHIVE_EOF)
                return std::optional<Member>();
            // A warning is a name that this locale cannot spell or an attribute that is passed over; both are checked below.
            if (code != ARCHIVE_OK && code != ARCHIVE_WARN)
                return broken(QStringLiteral("is no whole tar"));
            if (++m_entries > m_limits.entries)
                return refused(QStringLiteral("holds more than %1 files.").arg(m_limits.entries));
            auto member = checked(entry);
            if (!member)
                return failure(member.error());
            if (!member->path.isEmpty()) // the folder "." itself
                return std::optional<Member>(std::move(*member));
        }
    }

    /// The next piece of the member's bytes; empty at its end.
    Result<QByteArray> piece()
    {
        QByteArray bytes(pieceBytes, Qt::Uninitialized);
        const la_ssize_t read = ::archive_read_data(m_handle.get(), bytes.data(), static_cast<std::size_t>(bytes.size()));
        if (read < 0)
            return broken(QStringLiteral("is cut or broken"));
        bytes.truncate(static_cast<qsizetype>(read));
        return bytes;
    }

private:
    Result<Member> checked(archive_entry* entry)
    {
        const auto name = nameOf(entry);
        if (!name)
            return failure(name.error());
        const auto type = ::archive_entry_filetype(entry);
        if (::archive_entry_hardlink(entry) || ::archive_entry_symlink(entry) || type == AE_IFLNK)
            return refused(QStringLiteral("holds \"%1\", which is a link; only regular files are taken.").arg(*name));
        if (type != AE_IFREG && type != AE_IFDIR)
            return refused(QStringLiteral("holds \"%1\", which is not a regular file.").arg(*name));
        Member member;
        member.isFolder = type == AE_IFDIR;
        if (member.isFolder && (*name == QLatin1String("./") || *name == QLatin1String(".")))
            return member;
        const auto path = confinedPath(member.isFolder && name->endsWith(QLatin1Char('/')) ? name->chopped(1) : *name);
        if (!path)
            return refused(QStringLiteral("holds a name that is not taken: ") + path.error().sentence);
        member.path = *path;
        if (isTaken(member))
            return refused(QStringLiteral("holds \"%1\" twice.").arg(*path));
        if (::archive_entry_sparse_count(entry) > 0)
            return refused(QStringLiteral("holds \"%1\" as a sparse file.").arg(*path));
        member.size = member.isFolder ? 0 : ::archive_entry_size(entry);
        if (member.size < 0 || member.size > m_limits.fileBytes)
            return refused(QStringLiteral("holds \"%1\" with %2 bytes; at most %3 are taken.")
                               .arg(*path, QString::number(member.size), QString::number(m_limits.fileBytes)));
        m_bytes += member.size;
        if (m_bytes > m_limits.totalBytes)
            return refused(QStringLiteral("holds more than %1 bytes.").arg(m_limits.totalBytes));
        return member;
    }

    /// Notes the member and its folders; true where a file stands at its place or a file's place is a folder's.
    bool isTaken(const Member& member)
    {
        for (qsizetype at = member.path.indexOf(QLatin1Char('/')); at >= 0;
             at = member.path.indexOf(QLatin1Char('/'), at + 1)) {
            const QString folder = member.path.left(at);
            if (m_files.contains(folder))
                return true;
            m_folders.insert(folder);
        }
        if (member.isFolder) {
            m_folders.insert(member.path);
            return m_files.contains(member.path);
        }
        return m_folders.contains(member.path) || !m_files.insert(member.path).second;
    }

    Result<QString> nameOf(archive_entry* entry)
    {
        // Without a UTF-8 locale the plain form of a pax name is absent.
        const char* name = ::archive_entry_pathname(entry);
        if (!name)
            name = ::archive_entry_pathname_utf8(entry);
        QStringDecoder decoder(QStringDecoder::Utf8, QStringConverter::Flag::Stateless);
        const QString text = name ? QString(decoder(QByteArrayView(name))) : QString();
        if (!name || decoder.hasError())
            return refused(QStringLiteral("holds a name that is no UTF-8."));
        return text;
    }

    tl::unexpected<Error> refused(const QString& why) const
    {
        return failure(ErrorKind::Refused, QFileInfo(m_tar).fileName() + QLatin1Char(' ') + why);
    }

    tl::unexpected<Error> broken(const QString& what) const
    {
        const int code = m_handle ? ::archive_errno(m_handle.get()) : ENOMEM;
        const char* const text = m_handle ? ::archive_error_string(m_handle.get()) : nullptr;
        const bool ours = code == EIO || code == ENOMEM || code == EACCES || code == EMFILE;
        const auto kind = code == ENOENT ? ErrorKind::NotFound : ours ? ErrorKind::Failed : ErrorKind::Refused;
        return failure(kind, QFileInfo(m_tar).fileName() + QLatin1Char(' ') + what + QStringLiteral(": ")
                                 + QString::fromLocal8Bit(text ? text : "no reason given") + QLatin1Char('.'));
    }

    QString m_tar;
    FolderLimits m_limits;
    std::unique_ptr<archive, FreeArchive> m_handle;
    std::set<QString> m_files;
    std::set<QString> m_folders;
    int m_entries = 0;
    std::int64_t m_bytes = 0;
};

bool isSaleJson(const QString& path)
{
    return path == QLatin1String("sale.json")
           || (path.endsWith(QLatin1String("/sale.json")) && path.count(QLatin1Char('/')) == 1);
}

Result<void> writeMember(TarWalk& walk, const Member& member, const QString& into, const Cancellation& cancel)
{
    const QString path = into + QLatin1Char('/') + member.path;
    if (member.isFolder)
        return makeFolder(path);
    if (auto made = makeFolder(QFileInfo(path).path()); !made)
        return made;
    return writeFileInPieces(path, [&]() -> Result<QByteArray> {
        if (cancel.isCancelled())
            return failure(ErrorKind::Cancelled, QStringLiteral("Unpacking was stopped."));
        return walk.piece();
    });
}

} // namespace

Result<void> unpackTar(const QString& tar, const QString& into, const FolderLimits& limits, const Cancellation& cancel)
{
    TarWalk walk(tar, limits);
    if (auto opened = walk.open(); !opened)
        return opened;
    for (;;) {
        const auto member = walk.next();
        if (!member)
            return failure(member.error());
        if (!*member)
            return {};
        if (auto written = writeMember(walk, **member, into, cancel); !written)
            return written;
    }
}

Result<QByteArray> saleJsonInTar(const QString& tar, std::int64_t byteLimit, const FolderLimits& limits)
{
    TarWalk walk(tar, limits);
    if (auto opened = walk.open(); !opened)
        return failure(opened.error());
    for (;;) {
        const auto member = walk.next();
        if (!member)
            return failure(member.error());
        if (!*member)
            return failure(ErrorKind::Refused, QFileInfo(tar).fileName() + QStringLiteral(" holds no sale.json."));
        if ((*member)->isFolder || !isSaleJson((*member)->path))
            continue;
        if ((*member)->size > byteLimit)
            return failure(ErrorKind::Refused, QStringLiteral("sale.json has %1 bytes; at most %2 are read.")
                                                   .arg((*member)->size).arg(byteLimit));
        QByteArray bytes;
        for (auto piece = walk.piece();; piece = walk.piece()) {
            if (!piece)
                return piece;
            if (piece->isEmpty())
                return bytes;
            bytes += *piece;
        }
    }
}

} // namespace cartwright::feed
