#include "core/base/safe_file.h"
#include "core/dataset/intake.h"
#include "core/dataset/sequences.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>
#include <tuple>

namespace cartwright::dataset {
namespace {

/// One folder per sequence: img1/000001.jpg, gt/gt.txt, gt/labels.txt, seqinfo.ini. Source of the form: MOTChallenge, "Instructions"
/// (frame, id, left, top, width, height, confidence, class, visibility); classes count from 1 in labels.txt, as Datumaro does.
/// Positions are from the picture's left upper corner.
class MotFormat : public Format
{
public:
    QString word() const override { return QStringLiteral("mot"); }
    QString title() const override { return QStringLiteral("MOT"); }
    bool keepsTracks() const override { return true; }
    QString pictureOf(const Sample& sample) const override
    {
        return QStringLiteral("%1/%2/img1/%3.jpg").arg(sample.subset, sample.sequence).arg(sample.number + 1, 6, 10, QLatin1Char('0'));
    }
    QStringList python() const override
    {
        return {QStringLiteral("import csv, pathlib"), QStringLiteral("rows = [r for p in pathlib.Path('train').glob('*/gt/gt.txt') for r in csv.reader(p.open())]"),
                QStringLiteral("boxes = [(int(r[0]), int(r[1]), *map(float, r[2:6])) for r in rows]")};
    }
    Result<void> write(OutFolder& out, const Header& header, const Samples& samples, const PictureBytes&) const override;
    Result<Collection> read(const QString& folder, ReadNotes& notes) const override;
};

QByteArray truthOf(const Sequence& sequence)
{
    struct Line
    {
        int frame = 0;
        std::size_t id = 0;
        QByteArray text;
    };
    std::vector<Line> lines;
    for (std::size_t id = 0; id < sequence.tracks.size(); ++id)
        for (const TrackBox& box : sequence.tracks[id].boxes) {
            QStringList fields{QString::number(box.number + 1), QString::number(id + 1)};
            for (const double value : {box.mark.box.x, box.mark.box.y, box.mark.box.width, box.mark.box.height})
                fields.append(number(value));
            fields.append({QStringLiteral("1"), QString::number(sequence.tracks[id].category + 1), QStringLiteral("1")});
            lines.push_back({box.number, id, fields.join(QLatin1Char(',')).toUtf8() + '\n'});
        }
    std::sort(lines.begin(), lines.end(),
              [](const Line& one, const Line& other) { return std::tie(one.frame, one.id) < std::tie(other.frame, other.id); });
    QByteArray text;
    for (const Line& line : lines)
        text += line.text;
    return text;
}

Result<void> MotFormat::write(OutFolder& out, const Header& header, const Samples& samples, const PictureBytes&) const
{
    QByteArray labels;
    for (const Category& category : header.categories)
        labels += QString(category.name).replace(QLatin1Char('\n'), QLatin1Char(' ')).toUtf8() + '\n';
    return eachSequence(samples, [&](const Sequence& sequence) -> Result<void> {
        const QString folder = QStringLiteral("%1/%2/").arg(sequence.subset, sequence.name);
        // Pictures are those with labels, so they have no steady rate; readers want one all the same.
        const QByteArray info = QStringLiteral("[Sequence]\nname=%1\nimDir=img1\nframeRate=1\nseqLength=%2\nimWidth=%3\nimHeight=%4\nimExt=.jpg\n")
                                    .arg(sequence.name)
                                    .arg(sequence.frames)
                                    .arg(sequence.width)
                                    .arg(sequence.height)
                                    .toUtf8();
        for (const auto& [path, bytes] : {std::pair(QStringLiteral("gt/gt.txt"), truthOf(sequence)),
                                          std::pair(QStringLiteral("gt/labels.txt"), labels), std::pair(QStringLiteral("seqinfo.ini"), info)})
            if (auto put = out.put(folder + path, bytes); !put)
                return put;
        return {};
    });
}

/// Reads the sequence whose truth lies at `truth` ("…/gt/gt.txt").
class SequenceReader
{
public:
    SequenceReader(Intake& intake, QString truth)
        : m_intake(intake), m_truth(std::move(truth)), m_folder(QFileInfo(QFileInfo(m_truth).path()).path())
    {
    }
    Result<void> read();

private:
    Result<void> readLabels();
    void findPictures();
    void readLine(const QByteArray& line);

    Intake& m_intake;
    QString m_truth;
    QString m_folder;
    std::vector<std::size_t> m_labels;
    std::map<int, Sample> m_samples;
    int m_frames = 0; ///< that seqinfo.ini declares
};

Result<void> SequenceReader::readLabels()
{
    const auto bytes = readFile(m_intake.pathOf(QFileInfo(m_truth).path() + QStringLiteral("/labels.txt")));
    // Without a list, classes have the numbers that they are given.
    const QList<QByteArray> lines = bytes ? bytes->split('\n') : QList<QByteArray>{"1"};
    std::map<QString, int> seen;
    for (const QByteArray& line : lines)
        if (!line.trimmed().isEmpty()) {
            const QString name = QString::fromUtf8(line.trimmed());
            if (++seen[name] > 1)
                m_intake.notes().add(kinds::sameName(), name);
            m_labels.push_back(m_intake.categoryNamed(name));
        }
    const auto info = readFile(m_intake.pathOf(m_folder + QStringLiteral("/seqinfo.ini")));
    for (const QByteArray& line : info.value_or(QByteArray()).split('\n'))
        if (line.startsWith("seqLength="))
            m_frames = line.mid(10).trimmed().toInt();
    return {};
}

void SequenceReader::findPictures()
{
    const QString images = m_folder + QStringLiteral("/img1");
    const QString above = QDir::cleanPath(m_folder).section(QLatin1Char('/'), -2, -2);
    for (const QString& file : filesBelow(m_intake.pathOf(images), pictureEndings())) {
        bool isNumber = false;
        const int frame = QFileInfo(file).completeBaseName().toInt(&isNumber);
        Sample sample;
        sample.subset = above.isEmpty() ? QStringLiteral("train") : above;
        sample.sequence = m_folder == QLatin1String(".") ? QStringLiteral("sequence") : m_folder.section(QLatin1Char('/'), -1);
        sample.number = frame - 1;
        if (isNumber && frame > 0 && m_intake.picture(sample, {images + QLatin1Char('/') + file}))
            m_samples.emplace(frame, std::move(sample));
    }
}

void SequenceReader::readLine(const QByteArray& line)
{
    const QList<QByteArray> fields = line.trimmed().split(',');
    bool right = fields.size() >= 6;
    std::vector<double> numbers;
    for (qsizetype i = 0; i < fields.size() && right; ++i)
        numbers.push_back(fields[i].toDouble(&right));
    if (!right)
        return m_intake.notes().add(kinds::badLine(), m_truth);
    const auto frame = static_cast<int>(numbers[0]);
    const auto sample = m_samples.find(frame);
    if (sample == m_samples.end())
        return m_intake.notes().add(kinds::missingPicture(), QStringLiteral("%1 frame %2").arg(m_truth).arg(frame));
    const double declared = numbers.size() > 7 && numbers[7] >= 1 ? numbers[7] : 1;
    if (declared > double(m_labels.size()))
        return m_intake.notes().add(kinds::unknownCategory(), QStringLiteral("%1: class %2").arg(m_truth).arg(declared));
    Mark mark;
    mark.box = {numbers[2], numbers[3], numbers[4], numbers[5]};
    mark.category = m_labels[static_cast<std::size_t>(declared) - 1];
    if (numbers[1] >= 0)
        mark.track = QString::number(static_cast<qint64>(numbers[1]));
    m_intake.mark(sample->second, std::move(mark));
}

Result<void> SequenceReader::read()
{
    const auto bytes = readFile(m_intake.pathOf(m_truth), std::int64_t{1} << 31);
    if (!bytes)
        return failure(bytes.error());
    if (auto labels = readLabels(); !labels)
        return labels;
    findPictures();
    if (m_frames > static_cast<int>(m_samples.size()))
        m_intake.notes().add(QStringLiteral("pictures of a sequence that are declared and missing"), m_folder);
    for (const QByteArray& line : bytes->split('\n'))
        if (!line.trimmed().isEmpty())
            readLine(line);
    for (auto& [frame, sample] : m_samples)
        m_intake.add(std::move(sample));
    return {};
}

Result<Collection> MotFormat::read(const QString& folder, ReadNotes& notes) const
{
    Intake intake(folder, notes);
    for (const QString& path : filesBelow(folder, {QStringLiteral("gt/gt.txt")}))
        if (auto read = SequenceReader(intake, path).read(); !read)
            return failure(read.error());
    return intake.finish(QFileInfo(folder).fileName());
}

} // namespace

std::unique_ptr<Format> motFormat() { return std::make_unique<MotFormat>(); }

} // namespace cartwright::dataset
