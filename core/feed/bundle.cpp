#include "core/feed/bundle.h"

#include "core/base/safe_file.h"
#include "core/feed/confined_folder.h"
#include "core/feed/series.h"
#include "core/feed/tar.h"

#include <QDir>
#include <QFileInfo>

#include <set>

namespace cartwright::feed {
namespace {

constexpr std::int64_t textBytes = 4 * 1024 * 1024;
constexpr std::int64_t seriesBytes = 256 * 1024 * 1024;
const FolderLimits bundleLimits;

using Files = std::map<QString, std::int64_t>;

QString saleFile() { return QStringLiteral("sale.json"); }

Result<bool> isTar(const QString& path)
{
    const QFileInfo info(path);
    if (info.isDir())
        return false;
    if (info.isFile())
        return true;
    return failure(info.exists() || info.isSymLink() ? ErrorKind::Refused : ErrorKind::NotFound,
                   QStringLiteral("%1 is neither a bundle's folder nor a .tar.").arg(path));
}

Result<QByteArray> textIn(const QString& folder, const Files& files)
{
    const auto file = files.find(saleFile());
    if (file == files.end())
        return failure(ErrorKind::Refused, QStringLiteral("The bundle holds no sale.json."));
    if (file->second > textBytes)
        return failure(ErrorKind::Refused, QStringLiteral("sale.json has %1 bytes; at most %2 are read.")
                                               .arg(file->second).arg(textBytes));
    return readFile(folder + QLatin1Char('/') + saleFile(), textBytes);
}

/// A tar may hold the bundle's folder or what is in it; this gives the one that holds sale.json.
QString topOf(const QString& unpacked)
{
    if (QFileInfo::exists(unpacked + QLatin1Char('/') + saleFile()))
        return unpacked;
    const QStringList tops = QDir(unpacked).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot);
    return tops.size() == 1 ? unpacked + QLatin1Char('/') + tops.front() : unpacked;
}

/// Checks the files that the sale names, one after the other.
class FileChecks
{
public:
    FileChecks(Bundle& bundle, const Files& files, const Cancellation& cancel)
        : m_bundle(bundle), m_files(files), m_cancel(cancel)
    {
    }

    Result<void> run()
    {
        for (std::size_t i = 0; i < m_bundle.sale.clips.size(); ++i)
            if (auto present = checkPresent(m_bundle.sale.clips[i].file, place("clips", i), bundleLimits.fileBytes); !present)
                return present;
        for (std::size_t i = 0; i < m_bundle.sale.series.size(); ++i)
            if (auto present = checkPresent(m_bundle.sale.series[i].file, place("series", i), seriesBytes); !present)
                return present;
        for (std::size_t i = 0; i < m_bundle.sale.clips.size(); ++i)
            if (auto checked = checkClip(m_bundle.sale.clips[i], place("clips", i)); !checked)
                return checked;
        for (std::size_t i = 0; i < m_bundle.sale.series.size(); ++i)
            if (auto checked = checkSeries(m_bundle.sale.series[i], place("series", i)); !checked)
                return checked;
        noteOthers();
        return {};
    }

private:
    static QString place(const char* list, std::size_t index)
    {
        return QStringLiteral("sale.json %1[%2]: ").arg(QLatin1String(list)).arg(index);
    }

    Result<void> checkPresent(const QString& file, const QString& where, std::int64_t limit)
    {
        const auto found = m_files.find(file);
        if (found == m_files.end())
            return failure(ErrorKind::Refused,
                           where + QStringLiteral("the bundle does not hold the file \"%1\".").arg(file));
        if (found->second > limit)
            return failure(ErrorKind::Refused, where + QStringLiteral("the file \"%1\" has more than %2 bytes.")
                                                           .arg(file, QString::number(limit)));
        if (!m_named.insert(file).second)
            return failure(ErrorKind::Refused, where + QStringLiteral("the file \"%1\" is named twice.").arg(file));
        return {};
    }

    Result<QString> hash(const QString& file)
    {
        auto digest = sha256OfFile(pathOf(file), [this] { return m_cancel.isCancelled(); });
        if (digest)
            m_bundle.hashes[file] = *digest;
        return digest;
    }

    Result<void> checkClip(const Clip& clip, const QString& where)
    {
        const auto digest = hash(clip.file);
        if (!digest)
            return failure(digest.error());
        if (*digest != clip.sha256)
            return failure(ErrorKind::Refused, where + QStringLiteral("the file \"%1\" has another SHA-256 than \"sha256\" "
                                                                      "says; send it again.").arg(clip.file),
                           QStringLiteral("The file has %1, sale.json says %2.").arg(*digest, clip.sha256));
        auto info = media::probeClip(pathOf(clip.file));
        if (!info)
            return failure(info.error().kind, where + namedAsInBundle(info.error().sentence), info.error().details);
        m_bundle.clips.push_back(std::move(*info));
        return {};
    }

    Result<void> checkSeries(const Series& series, const QString& where)
    {
        if (const auto hashed = hash(series.file); !hashed)
            return failure(hashed.error());
        const auto bytes = readFile(pathOf(series.file), seriesBytes);
        if (!bytes)
            return failure(bytes.error());
        if (const auto trace = readTrace(*bytes, QStringLiteral("\"%1\"").arg(series.file)); !trace)
            return failure(trace.error().kind, where + trace.error().sentence, trace.error().details);
        return {};
    }

    QString namedAsInBundle(QString sentence) const { return sentence.remove(m_bundle.folder + QLatin1Char('/')); }

    QString pathOf(const QString& file) const { return m_bundle.folder + QLatin1Char('/') + file; }

    void noteOthers()
    {
        QStringList others;
        for (const auto& [file, size] : m_files)
            if (file != saleFile() && !m_named.contains(file))
                others.append(file);
        if (others.isEmpty())
            return;
        const QString more = others.size() > 3 ? QStringLiteral(" and %1 more").arg(others.size() - 3) : QString();
        m_bundle.notes.append(QStringLiteral("Not named in sale.json and left where it is: ")
                              + others.mid(0, 3).join(QStringLiteral(", ")) + more + QLatin1Char('.'));
    }

    Bundle& m_bundle;
    const Files& m_files;
    const Cancellation& m_cancel;
    std::set<QString> m_named;
};

} // namespace

Result<Bundle> readBundle(const QString& folderOrTar, const QString& scratchFolder, const Cancellation& cancel)
{
    const auto tar = isTar(folderOrTar);
    if (!tar)
        return failure(tar.error());
    Bundle bundle;
    bundle.folder = QDir(folderOrTar).absolutePath();
    if (*tar) {
        if (auto made = makeFolder(scratchFolder); !made)
            return failure(made.error());
        if (auto unpacked = unpackTar(folderOrTar, scratchFolder, bundleLimits, cancel); !unpacked)
            return failure(unpacked.error());
        bundle.folder = topOf(QDir(scratchFolder).absolutePath());
        bundle.isUnpacked = true;
    }
    const auto files = listConfined(bundle.folder, bundleLimits);
    if (!files)
        return failure(files.error());
    const auto bytes = textIn(bundle.folder, *files);
    if (!bytes)
        return failure(bytes.error());
    auto text = readSaleText(*bytes);
    if (!text)
        return failure(text.error());
    bundle.sale = std::move(text->sale);
    bundle.original = std::move(text->original);
    bundle.notes = std::move(text->notes);
    if (auto checked = FileChecks(bundle, *files, cancel).run(); !checked)
        return failure(checked.error());
    return bundle;
}

Result<SaleText> readBundleText(const QString& folderOrTar)
{
    const auto tar = isTar(folderOrTar);
    if (!tar)
        return failure(tar.error());
    Result<QByteArray> bytes;
    if (*tar) {
        bytes = saleJsonInTar(folderOrTar, textBytes, bundleLimits);
    } else {
        const auto files = listConfined(folderOrTar, bundleLimits);
        if (!files)
            return failure(files.error());
        bytes = textIn(folderOrTar, *files);
    }
    if (!bytes)
        return failure(bytes.error());
    return readSaleText(*bytes);
}

} // namespace cartwright::feed
