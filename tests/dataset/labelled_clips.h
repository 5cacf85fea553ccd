#pragma once

#include "core/base/json.h"
#include "core/base/safe_file.h"
#include "core/dataset/dataset.h"
#include "core/media/clip_writer.h"
#include "core/media/jpeg.h"

#include <QDir>
#include <QDirIterator>
#include <QJsonArray>
#include <QTemporaryDir>

#include <cstring>

/// Clips whose frames carry their number, and labels on them, in a folder of their own.
namespace labelled {

using namespace cartwright;

constexpr int width = 160;
constexpr int height = 96;
constexpr int bits = 8;
constexpr Microseconds frameDistance = 66'667;

inline QString text(const char* words) { return QString::fromUtf8(words); }

inline Gtin gtin(int number)
{
    const QString body = QString::number(number).rightJustified(12, QLatin1Char('0'));
    for (int check = 0; check < 10; ++check)
        if (auto parsed = Gtin::parse(body + QString::number(check)))
            return *parsed;
    return {};
}

/// The number as eight black or white blocks of 20 pixels over the whole height, the highest bit on the left.
inline media::Picture numbered(int number)
{
    const auto bytes = static_cast<std::size_t>(width * height * 3);
    const std::shared_ptr<std::uint8_t[]> pixels(new std::uint8_t[bytes]);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x) {
            const bool white = ((number >> (bits - 1 - x / 20)) & 1) != 0;
            std::memset(&pixels[static_cast<std::size_t>((y * width + x) * 3)], white ? 230 : 25, 3);
        }
    return {width, height, width * 3, media::PixelLayout::Bgr24, {pixels, pixels.get()}};
}

inline int numberIn(const media::Picture& picture)
{
    int number = 0;
    for (int bit = 0; bit < bits; ++bit) {
        const std::ptrdiff_t x = bit * 20 + 10;
        number = number * 2 + (picture.pixels.get()[(height / 2) * picture.stride + x * 3] > 127 ? 1 : 0);
    }
    return number;
}

class Shop
{
public:
    QString path(const QString& name) const { return m_folder.filePath(name); }
    QString mediaFolder() const { return path(text("media")); }
    std::vector<Label>& labels() { return m_labels; }
    const std::map<Gtin, QString>& names() const { return m_names; }

    /// A clip with frames `first`, `first` + 1, ... ; says its file relative to the media folder.
    QString addClip(const QString& file, int frames, int first = 0)
    {
        const QString full = mediaFolder() + QLatin1Char('/') + file;
        if (!makeFolder(QFileInfo(full).path()))
            return {};
        media::WriterOptions options;
        options.width = width;
        options.height = height;
        options.keyframeEvery = 12;
        options.maxBFrames = 2;
        auto writer = media::ClipWriter::create(full, options);
        for (int i = 0; writer && i < frames; ++i)
            if (!(*writer)->write(numbered((first + i) % 256), i * frameDistance))
                return {};
        return writer && (*writer)->finish() ? file : QString();
    }
    Label& addLabel(const QString& sale, const QString& file, Microseconds timestamp,
                    Box box = {10, 12, 30, 40})
    {
        Label label;
        label.labelId = QStringLiteral("label-%1").arg(m_labels.size());
        label.key = {text("shop"), sale};
        label.eventId = text("e1");
        label.cameraId = text("cam-1");
        label.clipFile = file;
        label.clipSha256 = sha256OfFile(mediaFolder() + QLatin1Char('/') + file).value_or(QString());
        label.clipTimestamp = timestamp;
        label.box = box;
        label.gtin = gtin(1);
        label.action = EventKind::Take;
        label.source = LabelSource::Confirmed;
        label.reviewer = text("Rosa Reviewer");
        label.verdictNumber = 1;
        label.modelVersion = text("bin-activity 1");
        m_labels.push_back(label);
        return m_labels.back();
    }
    /// `sales` sales with one clip each and a label on each of `frames` frames.
    void fill(int sales, int frames)
    {
        for (int sale = 0; sale < sales; ++sale) {
            const QString file =
                addClip(QStringLiteral("shop/s-%1/r1/cam-1.mp4").arg(sale), frames, sale * 7);
            for (int frame = 0; frame < frames; ++frame)
                addLabel(QStringLiteral("s-%1").arg(sale), file, frame * frameDistance).gtin =
                    gtin(1 + frame % 3);
        }
    }
    Result<dataset::Created> create(const QString& name, const dataset::CreateOptions& options = {},
                                    const Cancellation& cancel = {},
                                    const dataset::Progress& progress = {}) const
    {
        dataset::CreateOptions own = options;
        own.people.masking = m_masking;
        const std::vector<dataset::Selected> selected(m_labels.begin(), m_labels.end());
        return dataset::createDataset(path(name), selected, m_names, *store::MediaPlaces::of(mediaFolder(), {}), own, cancel,
                                      progress);
    }
    /// Pictures of numbers show nobody, so nobody is looked for unless a test is about that.
    void setMasking(vision::PeopleSettings::Masking masking) { m_masking = masking; }
    QByteArray sums(const QString& name) const { return read(name + text("/SHA256SUMS")); }
    QByteArray read(const QString& file) const { return readFile(path(file)).value_or(QByteArray()); }
    QJsonObject json(const QString& file) const
    {
        return parseJsonObject(read(file), file).value_or(QJsonObject());
    }
    QStringList files(const QString& name) const
    {
        QStringList found;
        QDirIterator walk(path(name), QDir::Files | QDir::Hidden | QDir::System,
                          QDirIterator::Subdirectories);
        while (walk.hasNext())
            found.append(QDir(path(name)).relativeFilePath(walk.next()));
        found.sort();
        return found;
    }
    QStringList besides() const
    {
        return QDir(m_folder.path())
            .entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot, QDir::Name);
    }

private:
    QTemporaryDir m_folder;
    std::vector<Label> m_labels;
    vision::PeopleSettings::Masking m_masking = vision::PeopleSettings::Masking::None;
    std::map<Gtin, QString> m_names{{gtin(1), text("Oat milk")}, {gtin(2), text("Yoghurt")}};
};

} // namespace labelled
