#include "core/dataset/shard.h"

#include "core/dataset/intake.h"

#include <QFile>

#include <archive.h>
#include <archive_entry.h>

namespace cartwright::dataset {
namespace {

struct EntryCloser
{
    void operator()(archive_entry* entry) const { ::archive_entry_free(entry); }
};
struct ReadCloser
{
    void operator()(archive* handle) const { ::archive_read_free(handle); }
};

la_ssize_t passOn(archive*, void* file, const void* bytes, size_t length)
{
    static_cast<GrowingFile*>(file)->write({static_cast<const char*>(bytes), static_cast<qsizetype>(length)});
    return static_cast<la_ssize_t>(length);
}

} // namespace

struct ShardWriter::Private
{
    archive* handle = ::archive_write_new();

    ~Private() { ::archive_write_free(handle); }
    tl::unexpected<Error> refused(const QString& what) const
    {
        const char* reason = ::archive_error_string(handle);
        return failure(ErrorKind::Failed, QStringLiteral("%1 could not be put into a shard: %2.").arg(what, QString::fromUtf8(reason ? reason : "no reason given")));
    }
};

ShardWriter::ShardWriter(GrowingFile& file) : d(std::make_unique<Private>())
{
    ::archive_write_set_format_ustar(d->handle);
    ::archive_write_set_bytes_per_block(d->handle, 0);
    ::archive_write_open(d->handle, &file, nullptr, passOn, nullptr);
}

ShardWriter::~ShardWriter() = default;

Result<void> ShardWriter::add(const QString& name, QByteArrayView bytes)
{
    const std::unique_ptr<archive_entry, EntryCloser> entry(::archive_entry_new());
    ::archive_entry_set_pathname(entry.get(), name.toUtf8().constData());
    ::archive_entry_set_size(entry.get(), bytes.size());
    ::archive_entry_set_filetype(entry.get(), AE_IFREG);
    ::archive_entry_set_perm(entry.get(), 0644);
    ::archive_entry_set_uid(entry.get(), 0);
    ::archive_entry_set_gid(entry.get(), 0);
    ::archive_entry_set_mtime(entry.get(), 0, 0);
    if (::archive_write_header(d->handle, entry.get()) != ARCHIVE_OK ||
        ::archive_write_data(d->handle, bytes.data(), static_cast<size_t>(bytes.size())) != bytes.size())
        return d->refused(name);
    return {};
}

Result<void> ShardWriter::finish()
{
    if (::archive_write_close(d->handle) != ARCHIVE_OK)
        return d->refused(QStringLiteral("The end"));
    return {};
}

Result<void> eachMember(const QString& path, const std::function<Result<void>(const QString&, const QByteArray&)>& use)
{
    constexpr std::size_t blockBytes = 1 << 16;
    constexpr std::int64_t largest = 256 << 20;
    const std::unique_ptr<archive, ReadCloser> handle(::archive_read_new());
    ::archive_read_support_format_tar(handle.get());
    if (::archive_read_open_filename(handle.get(), QFile::encodeName(path).constData(), blockBytes) != ARCHIVE_OK)
        return notOfFormat(path, QStringLiteral("it is no tar"));
    for (;;) {
        archive_entry* entry = nullptr;
        const int code = ::archive_read_next_header(handle.get(), &entry);
        if (code == ARCHIVE_EOF)
            return {};
        if (code != ARCHIVE_OK && code != ARCHIVE_WARN)
            return notOfFormat(path, QStringLiteral("it is no whole tar"));
        if (::archive_entry_filetype(entry) != AE_IFREG)
            continue;
        const std::int64_t size = ::archive_entry_size(entry);
        if (size < 0 || size > largest)
            return notOfFormat(path, QStringLiteral("a member has %1 bytes").arg(size));
        const char* name = ::archive_entry_pathname(entry);
        QByteArray bytes(static_cast<qsizetype>(size), Qt::Uninitialized);
        if (::archive_read_data(handle.get(), bytes.data(), static_cast<size_t>(size)) != size)
            return notOfFormat(path, QStringLiteral("it is cut short"));
        if (auto used = use(QString::fromUtf8(name ? name : ""), bytes); !used)
            return used;
    }
}

} // namespace cartwright::dataset
