#include "core/base/safe_file.h"
#include "core/dataset/cvat_xml.h"
#include "core/dataset/sequences.h"
#include "core/dataset/xml_marks.h"

#include <QFileInfo>

namespace cartwright::dataset {
namespace {

/// One folder per sequence: <subset>/<sequence>/annotations.xml beside images/frame_000000.jpg, ... A track's box holds until the
/// next one says otherwise, so a track ends with a box that is outside. Pictures of a sequence are numbered without gaps.
class CvatVideoFormat : public Format
{
public:
    QString word() const override { return QStringLiteral("cvat-video"); }
    QString title() const override { return QStringLiteral("CVAT for video 1.1"); }
    bool keepsTracks() const override { return true; }
    QString pictureOf(const Sample& sample) const override
    {
        return QStringLiteral("%1/%2/images/frame_%3.jpg").arg(sample.subset, sample.sequence).arg(sample.number, 6, 10, QLatin1Char('0'));
    }
    QStringList python() const override
    {
        return {QStringLiteral("import pathlib, xml.etree.ElementTree as et"),
                QStringLiteral("tracks = [t for p in pathlib.Path('train').glob('*/annotations.xml') for t in et.parse(p).getroot().iter('track')]"),
                QStringLiteral("boxes = [(t.get('id'), t.get('label'), int(b.get('frame'))) for t in tracks for b in t.iter('box') if b.get('outside') == '0']")};
    }
    Result<void> write(OutFolder& out, const Header& header, const Samples& samples, const PictureBytes&) const override;
    Result<Collection> read(const QString& folder, ReadNotes& notes) const override;
};

void writeBox(QXmlStreamWriter& xml, const TrackBox& box, bool outside)
{
    xml.writeStartElement(QStringLiteral("box"));
    xml.writeAttribute(QStringLiteral("frame"), QString::number(box.number));
    xml.writeAttribute(QStringLiteral("keyframe"), box.mark.keyframe || outside ? QStringLiteral("1") : QStringLiteral("0"));
    xml.writeAttribute(QStringLiteral("outside"), outside ? QStringLiteral("1") : QStringLiteral("0"));
    xml.writeAttribute(QStringLiteral("occluded"), QStringLiteral("0"));
    writeCvatCorners(xml, box.mark.box);
    xml.writeAttribute(QStringLiteral("z_order"), QStringLiteral("0"));
    Mark plain = box.mark;
    plain.track.clear(); // the element says it
    if (!outside)
        writeCvatAttributes(xml, plain);
    xml.writeEndElement();
}

void writeTrack(QXmlStreamWriter& xml, const Track& track, int id, const Header& header, int frames)
{
    xml.writeStartElement(QStringLiteral("track"));
    xml.writeAttribute(QStringLiteral("id"), QString::number(id));
    xml.writeAttribute(QStringLiteral("label"), header.categories[track.category].name);
    xml.writeAttribute(QStringLiteral("source"), QStringLiteral("manual"));
    for (std::size_t i = 0; i < track.boxes.size(); ++i) {
        const TrackBox& box = track.boxes[i];
        writeBox(xml, box, false);
        const bool goesOn = i + 1 < track.boxes.size() && track.boxes[i + 1].number == box.number + 1;
        if (!goesOn && box.number + 1 < frames)
            writeBox(xml, {box.number + 1, box.mark}, true);
    }
    xml.writeEndElement();
}

Result<void> CvatVideoFormat::write(OutFolder& out, const Header& header, const Samples& samples, const PictureBytes&) const
{
    return eachSequence(samples, [&](const Sequence& sequence) -> Result<void> {
        QByteArray bytes;
        QXmlStreamWriter xml(&bytes);
        xml.setAutoFormatting(true);
        xml.writeStartDocument();
        xml.writeStartElement(QStringLiteral("annotations"));
        writeCvatMeta(xml, header, QStringLiteral("interpolation"), sequence.frames, sequence.name);
        int id = 0;
        for (const Track& track : sequence.tracks)
            writeTrack(xml, track, id++, header, sequence.frames);
        xml.writeEndElement();
        xml.writeEndDocument();
        return out.put(QStringLiteral("%1/%2/annotations.xml").arg(sequence.subset, sequence.name), bytes);
    });
}

/// A track as it is read: boxes by frame, whether visible or not.
struct ReadBox
{
    Mark mark;
    bool outside = false;
};

class VideoReader
{
public:
    VideoReader(Intake& intake, QString path) : m_intake(intake), m_path(std::move(path)) {}
    Result<bool> read();

private:
    void findPictures();
    void readTrack(QXmlStreamReader& xml);
    void place(const std::map<int, ReadBox>& boxes);
    void markOn(int frame, const Mark& mark);

    Intake& m_intake;
    QString m_path;
    std::map<int, Sample> m_samples; ///< by frame number
};

/// "images/frame_000013.png" is frame 13.
void VideoReader::findPictures()
{
    const QString folder = QFileInfo(m_path).path();
    const QString above = folder.section(QLatin1Char('/'), -2, -2);
    for (const QString& file : filesBelow(m_intake.pathOf(folder), pictureEndings())) {
        const QString digits = QFileInfo(file).completeBaseName().section(QLatin1Char('_'), -1);
        bool isNumber = false;
        const int frame = digits.toInt(&isNumber);
        Sample sample;
        sample.subset = above.isEmpty() ? QStringLiteral("train") : above;
        sample.sequence = folder == QLatin1String(".") ? QStringLiteral("video") : folder.section(QLatin1Char('/'), -1);
        sample.number = frame;
        if (isNumber && m_intake.picture(sample, {folder + QLatin1Char('/') + file}))
            m_samples.emplace(frame, std::move(sample));
    }
}

void VideoReader::markOn(int frame, const Mark& mark)
{
    const auto sample = m_samples.find(frame);
    if (sample == m_samples.end())
        m_intake.notes().add(kinds::missingPicture(), QStringLiteral("%1 frame %2").arg(m_path).arg(frame));
    else
        m_intake.mark(sample->second, mark);
}

/// Says each visible box, and those between two of them by straight lines, as CVAT shows them.
void VideoReader::place(const std::map<int, ReadBox>& boxes)
{
    for (auto one = boxes.begin(); one != boxes.end(); ++one) {
        const auto& [frame, box] = *one;
        if (box.outside)
            continue;
        markOn(frame, box.mark);
        const auto next = std::next(one);
        const int end = next != boxes.end() ? next->first : m_samples.empty() ? frame : m_samples.rbegin()->first + 1;
        for (auto between = m_samples.upper_bound(frame); between != m_samples.end() && between->first < end; ++between) {
            Mark mark = box.mark;
            mark.keyframe = false;
            if (next != boxes.end() && !next->second.outside)
                mark.box = mixed(box.mark.box, next->second.mark.box, double(between->first - frame) / (end - frame));
            m_intake.mark(between->second, mark);
        }
    }
}

void VideoReader::readTrack(QXmlStreamReader& xml)
{
    const QString id = xml.attributes().value(QLatin1String("id")).toString();
    const std::size_t category = m_intake.categoryNamed(xml.attributes().value(QLatin1String("label")).toString());
    std::map<int, ReadBox> boxes;
    while (xml.readNextStartElement()) {
        const auto attributes = xml.attributes();
        const int frame = attributes.value(QLatin1String("frame")).toInt();
        const auto box = cvatBoxOf(xml, m_intake, QStringLiteral("track %1").arg(id));
        Mark mark{.box = box.value_or(Box{}), .category = category, .track = id,
                  .keyframe = attributes.value(QLatin1String("keyframe")) != QLatin1String("0"), .attributes = readNamedValues(xml)};
        if (box)
            boxes[frame] = {std::move(mark), attributes.value(QLatin1String("outside")) == QLatin1String("1")};
    }
    place(boxes);
}

Result<bool> VideoReader::read()
{
    constexpr std::int64_t limit = std::int64_t{1} << 31;
    const auto bytes = readFile(m_intake.pathOf(m_path), limit);
    if (!bytes)
        return failure(bytes.error());
    QXmlStreamReader xml(*bytes);
    if (!xml.readNextStartElement() || xml.name() != QLatin1String("annotations"))
        return false;
    findPictures();
    while (xml.readNextStartElement()) {
        if (xml.name() == QLatin1String("meta"))
            readCvatMeta(xml, m_intake);
        else if (xml.name() == QLatin1String("track"))
            readTrack(xml);
        else
            xml.skipCurrentElement();
    }
    if (xml.hasError())
        return notOfFormat(m_path, xml.errorString());
    for (auto& [frame, sample] : m_samples)
        m_intake.add(std::move(sample));
    return true;
}

Result<Collection> CvatVideoFormat::read(const QString& folder, ReadNotes& notes) const
{
    Intake intake(folder, notes);
    bool any = false;
    for (const QString& path : filesBelow(folder, {QStringLiteral(".xml")})) {
        const auto read = VideoReader(intake, path).read();
        if (!read)
            return failure(read.error());
        any = any || *read;
    }
    if (!any)
        return failure(ErrorKind::NotFound, QStringLiteral("%1 holds no file of CVAT's form.").arg(folder));
    return intake.finish(QFileInfo(folder).fileName());
}

} // namespace

std::unique_ptr<Format> cvatVideoFormat() { return std::make_unique<CvatVideoFormat>(); }

} // namespace cartwright::dataset
