#include "core/dataset/intake.h"

#include "core/base/safe_file.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <cmath>
#include <tuple>

namespace cartwright::dataset {
namespace {

std::optional<QSize> jpegSize(QFile& file)
{
    // Segments from SOI on; the frame header (SOF0 to SOF15 but DHT, JPG, DAC) holds height and width.
    for (qint64 at = 2; file.seek(at);) {
        const QByteArray head = file.read(9);
        if (head.size() < 4 || static_cast<uchar>(head[0]) != 0xff)
            return std::nullopt;
        const auto byte = [&](qsizetype place) { return static_cast<int>(static_cast<uchar>(head[place])); };
        const int marker = byte(1);
        if (marker == 0xff) {
            ++at;
            continue;
        }
        if (marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc)
            return head.size() == 9 ? std::optional(QSize(byte(7) * 256 + byte(8), byte(5) * 256 + byte(6))) : std::nullopt;
        at += 2 + byte(2) * 256 + byte(3);
    }
    return std::nullopt;
}

/// Little or big endian number of `count` bytes.
int numberAt(const QByteArray& bytes, qsizetype at, int count, bool bigEndian)
{
    std::uint32_t value = 0;
    for (int i = 0; i < count; ++i)
        value = value << 8 | static_cast<uchar>(bytes[at + (bigEndian ? i : count - 1 - i)]);
    return static_cast<int>(value & 0x7fffffff);
}

} // namespace

std::optional<QSize> pictureSize(const QString& path)
{
    QFile file(path);
    if (!QFileInfo(path).isFile() || !file.open(QIODevice::ReadOnly))
        return std::nullopt;
    const QByteArray head = file.read(32);
    std::optional<QSize> size;
    if (head.startsWith("\xff\xd8"))
        size = jpegSize(file);
    else if (head.startsWith("\x89PNG") && head.size() >= 24)
        size = QSize(numberAt(head, 16, 4, true), numberAt(head, 20, 4, true));
    else if (head.startsWith("BM") && head.size() >= 26)
        size = QSize(numberAt(head, 18, 4, false), numberAt(head, 22, 4, false));
    else if (head.startsWith("GIF8") && head.size() >= 10)
        size = QSize(numberAt(head, 6, 2, false), numberAt(head, 8, 2, false));
    return size && size->width() > 0 && size->height() > 0 ? size : std::nullopt;
}

std::size_t Intake::category(int id, const QString& name, const QString& gtin)
{
    if (const auto known = m_ids.find(id); known != m_ids.end()) {
        m_notes.add(kinds::sameId(), QStringLiteral("%1 \"%2\"").arg(id).arg(name));
        return known->second;
    }
    auto& categories = m_collection.header.categories;
    if (m_names.contains(name))
        m_notes.add(kinds::sameName(), name);
    categories.push_back({id, name, gtin});
    m_ids[id] = categories.size() - 1;
    m_names.emplace(name, categories.size() - 1);
    return categories.size() - 1;
}

std::size_t Intake::categoryNamed(const QString& name)
{
    if (const auto known = m_names.find(name); known != m_names.end())
        return known->second;
    const int next = m_ids.empty() ? 1 : m_ids.rbegin()->first + 1;
    return category(next, name);
}

std::optional<std::size_t> Intake::placeOfId(int id) const
{
    const auto found = m_ids.find(id);
    return found == m_ids.end() ? std::nullopt : std::optional(found->second);
}

std::optional<std::size_t> Intake::placeOfName(const QString& name) const
{
    const auto found = m_names.find(name);
    return found == m_names.end() ? std::nullopt : std::optional(found->second);
}

QString Intake::freeName(const QString& file)
{
    QString stem = QFileInfo(file).completeBaseName();
    for (QChar& c : stem)
        if (!(c.unicode() < 128 && (c.isLetterOrNumber() || QStringLiteral("-_.").contains(c))))
            c = QLatin1Char('_');
    if (stem.isEmpty() || stem.startsWith(QLatin1Char('.')))
        stem.prepend(QLatin1Char('_'));
    stem = stem.left(150);
    for (;;) {
        const int used = m_usedNames[stem]++;
        if (used == 0)
            return stem;
        stem += QStringLiteral("-%1").arg(used + 1);
    }
}

bool Intake::picture(Sample& sample, const QStringList& candidates)
{
    QString found;
    bool outside = false;
    for (const QString& candidate : candidates) {
        const QString clean = QDir::cleanPath(candidate);
        if (QDir::isAbsolutePath(clean) || clean.startsWith(QLatin1String("..")))
            outside = outside || &candidate == &candidates.first(); // others are only guessed
        else if (found.isEmpty() && QFileInfo(pathOf(clean)).isFile() && !QFileInfo(pathOf(clean)).isSymLink())
            found = clean;
    }
    const QString example = candidates.isEmpty() ? sample.name : candidates.first();
    if (found.isEmpty()) {
        m_notes.add(outside ? kinds::outsideFolder() : kinds::missingPicture(), example);
        return false;
    }
    const auto size = pictureSize(pathOf(found));
    if (!size) {
        m_notes.add(kinds::unreadablePicture(), found);
        return false;
    }
    if (sample.width > 0 && (sample.width != size->width() || sample.height != size->height()))
        m_notes.add(kinds::wrongSize(), found);
    sample.width = size->width();
    sample.height = size->height();
    sample.file = found;
    sample.name = freeName(found);
    return true;
}

void Intake::mark(Sample& sample, Mark mark)
{
    const Box& box = mark.box;
    const double left = std::clamp(box.x, 0.0, double(sample.width)), top = std::clamp(box.y, 0.0, double(sample.height));
    const double right = std::clamp(box.x + box.width, 0.0, double(sample.width));
    const double bottom = std::clamp(box.y + box.height, 0.0, double(sample.height));
    // Written so that a number that is none fails too.
    if (!(right > left && bottom > top)) {
        m_notes.add(kinds::lostBox(), sample.file);
        return;
    }
    const Box inside{left, top, right - left, bottom - top};
    constexpr double slack = 1e-2; // formats with shares of the picture miss its border by a little
    if (std::abs(inside.width - box.width) > slack || std::abs(inside.height - box.height) > slack)
        m_notes.add(kinds::cutBox(), sample.file);
    mark.box = inside;
    sample.marks.push_back(std::move(mark));
}

Result<Collection> Intake::finish(const QString& name)
{
    auto& samples = m_collection.samples;
    if (samples.empty())
        return failure(ErrorKind::NotFound, QStringLiteral("%1 holds no picture with labels of this format. %2")
                                                .arg(m_folder, m_notes.sentences().join(QLatin1Char(' '))).trimmed());
    std::stable_sort(samples.begin(), samples.end(), [](const Sample& one, const Sample& other) {
        return std::tie(one.sequence, one.number) < std::tie(other.sequence, other.number);
    });
    for (const Sample& sample : samples)
        if (!m_collection.header.subsets.contains(sample.subset))
            m_collection.header.subsets.append(sample.subset);
    m_collection.header.name = name;
    return std::move(m_collection);
}

tl::unexpected<Error> notOfFormat(const QString& path, const QString& why)
{
    return failure(ErrorKind::Refused,
                   QStringLiteral("%1 cannot be read: %2. Name the format that it is in, or mend the file.").arg(path, why));
}

QStringList filesBelow(const QString& folder, const QStringList& endings)
{
    QStringList found;
    // Plots of a version of ours are no pictures of it.
    const bool isOurs = QFileInfo::exists(folder + QStringLiteral("/manifest.json"));
    QDirIterator walk(folder, QDir::Files | QDir::NoSymLinks, QDirIterator::Subdirectories);
    while (walk.hasNext()) {
        const QString path = QDir(folder).relativeFilePath(walk.next());
        if (isOurs && path.startsWith(QLatin1String("plots/")))
            continue;
        if (std::any_of(endings.begin(), endings.end(),
                        [&](const QString& ending) { return path.endsWith(ending, Qt::CaseInsensitive); }))
            found.append(path);
    }
    found.sort();
    return found;
}

const QStringList& pictureEndings()
{
    static const QStringList endings{QStringLiteral(".jpg"), QStringLiteral(".jpeg"), QStringLiteral(".png"), QStringLiteral(".bmp"),
                                     QStringLiteral(".gif")};
    return endings;
}

QString number(double value)
{
    QString text = QString::number(value, 'f', 4);
    while (text.endsWith(QLatin1Char('0')))
        text.chop(1);
    return text.endsWith(QLatin1Char('.')) ? text.chopped(1) : text;
}

} // namespace cartwright::dataset
