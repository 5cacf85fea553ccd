#include "app/cli/command.h"

#include "core/dataset/extraction.h"
#include "core/media/clip_stills.h"
#include "core/media/jpeg.h"
#include "core/media/numbered_clip.h"
#include "core/media/stills_speed.h"
#include "core/pipeline/copy_bench.h"
#include "core/pipeline/copy_settings.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>

#include <algorithm>
#include <random>
#include <set>

namespace cartwright::cli {
namespace {

void exportBenchOptions(QCommandLineParser& parser)
{
    parser.addOption({QStringLiteral("frames"), QStringLiteral("Frames at random places; 300 where not given."), QStringLiteral("N"), QStringLiteral("300")});
    parser.addOption({QStringLiteral("dense"), QStringLiteral("Frames in a row, from the start; 0 for none (the default)."), QStringLiteral("N"), QStringLiteral("0")});
    parser.addOption({QStringLiteral("quality"), QStringLiteral("JPEG quality; 92 where not given."), QStringLiteral("N"), QStringLiteral("92")});
    parser.addOption({QStringLiteral("masked"), QStringLiteral("Also measure with people masked.")});
    parser.addOption({QStringLiteral("peer"), QStringLiteral("select, seek or both ffmpeg ways (default); none for ours alone."), QStringLiteral("WAY"), QStringLiteral("both")});
}

/// One way of getting the pictures, and what it took.
struct Way
{
    QString name;
    double seconds = 0;
    int frames = 0;
    int wrong = 0; ///< pictures that show another frame than was asked for, where the clip is numbered
    qint64 bytes = 0;
    qint64 memoryMid = 0; ///< resident when half was done, and at the end, in MB
    qint64 memoryEnd = 0;
};

qint64 residentMegabytes()
{
    QFile status(QStringLiteral("/proc/self/status"));
    if (!status.open(QIODevice::ReadOnly))
        return 0;
    for (const QByteArray& line : status.readAll().split('\n'))
        if (line.startsWith("VmRSS:"))
            return line.mid(6).simplified().split(' ').first().toLongLong() / 1024;
    return 0;
}

/// Counts the pictures that are not the frames asked for; a clip without numbers cannot tell.
void examine(Way& way, const QStringList& files, const std::vector<std::size_t>& frames)
{
    for (qsizetype i = 0; i < files.size(); ++i) {
        QFile file(files[i]);
        if (!file.open(QIODevice::ReadOnly)) {
            ++way.wrong;
            continue;
        }
        const QByteArray bytes = file.readAll();
        way.bytes += bytes.size();
        const auto picture = media::decodeJpeg(bytes);
        const int number = picture ? media::numberIn(*picture) : -2;
        if (number != -1 && number != static_cast<int>(frames[static_cast<std::size_t>(i)] % 65536))
            ++way.wrong;
    }
    way.frames = static_cast<int>(files.size());
}

std::vector<dataset::PlannedImage> imagesOf(const QString& clip, const media::ClipIndex& index, const std::vector<std::size_t>& frames)
{
    std::vector<dataset::PlannedImage> images;
    for (const std::size_t frame : frames) {
        dataset::PlannedImage image;
        image.clip = clip;
        image.frame = frame;
        image.group = media::groupOf(index, frame);
        image.width = index.info.width;
        image.height = index.info.height;
        image.file = QStringLiteral("%1.jpg").arg(frame, 8, 10, QLatin1Char('0'));
        images.push_back(image);
    }
    return images;
}

Result<Way> ours(Context& context, const QString& clip, const media::ClipIndex& index, const std::vector<std::size_t>& frames, int quality, bool masked)
{
    using Masking = vision::PeopleSettings::Masking;
    const QTemporaryDir folder;
    dataset::ExtractionOptions options;
    options.jpegQuality = quality;
    options.people.masking = masked ? Masking::People : Masking::None;
    const auto images = imagesOf(clip, index, frames);
    Way way{masked ? QStringLiteral("ours, people masked") : QStringLiteral("ours"), 0, 0, 0, 0, 0, 0};
    QElapsedTimer timer;
    timer.start();
    const auto made = dataset::extractImages(images, options, {folder.filePath(QStringLiteral("data")), folder.filePath(QStringLiteral("progress"))},
                                             context.cancel(), [&](std::int64_t done, std::int64_t total) {
                                                 if (done >= total / 2 && way.memoryMid == 0)
                                                     way.memoryMid = residentMegabytes();
                                             });
    way.seconds = static_cast<double>(timer.nsecsElapsed()) / 1e9;
    if (!made)
        return failure(made.error());
    way.memoryEnd = residentMegabytes();
    QStringList files;
    for (const auto& image : images)
        files.append(folder.filePath(QStringLiteral("data/")) + image.file);
    examine(way, files, frames);
    return way;
}

bool runFfmpeg(const QStringList& arguments, const Cancellation& cancel)
{
    QProcess process;
    process.setStandardInputFile(QProcess::nullDevice());
    process.start(QStringLiteral("ffmpeg"), QStringList{QStringLiteral("-nostdin"), QStringLiteral("-v"), QStringLiteral("error"), QStringLiteral("-y")} + arguments);
    while (!process.waitForFinished(100))
        if (process.state() == QProcess::NotRunning || cancel.isCancelled()) {
            process.kill();
            process.waitForFinished(1000);
            break;
        }
    return process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0;
}

/// All frames in one pass, the wanted ones by their number.
Way bySelect(const QString& clip, const std::vector<std::size_t>& frames, const Cancellation& cancel)
{
    const QTemporaryDir folder;
    QStringList terms;
    for (const std::size_t frame : frames)
        terms.append(QStringLiteral("eq(n\\,%1)").arg(frame));
    const bool inARow = frames.back() - frames.front() + 1 == frames.size();
    const QString expression = inARow ? QStringLiteral("between(n\\,%1\\,%2)").arg(frames.front()).arg(frames.back()) : terms.join(QLatin1Char('+'));
    QElapsedTimer timer;
    timer.start();
    QStringList arguments{QStringLiteral("-i"), clip, QStringLiteral("-vf"), QStringLiteral("select='%1'").arg(expression), QStringLiteral("-vsync"), QStringLiteral("0"), QStringLiteral("-q:v"), QStringLiteral("2")};
    if (inARow)
        arguments += {QStringLiteral("-frames:v"), QString::number(frames.size())};
    runFfmpeg(arguments + QStringList{folder.filePath(QStringLiteral("%08d.jpg"))}, cancel);
    Way way{QStringLiteral("ffmpeg, select filter"), static_cast<double>(timer.nsecsElapsed()) / 1e9, 0, 0, 0, 0, 0};
    QStringList files;
    for (std::size_t i = 1; i <= frames.size(); ++i)
        files.append(folder.filePath(QStringLiteral("%1.jpg").arg(i, 8, 10, QLatin1Char('0'))));
    examine(way, files, frames);
    return way;
}

/// A process and a seek for each frame.
Way bySeek(const QString& clip, const media::ClipIndex& index, const std::vector<std::size_t>& frames, const Cancellation& cancel)
{
    const QTemporaryDir folder;
    QStringList files;
    QElapsedTimer timer;
    timer.start();
    for (const std::size_t frame : frames) {
        const double seconds = static_cast<double>(index.frames[frame].timestamp - index.firstTimestamp()) / 1e6;
        files.append(folder.filePath(QStringLiteral("%1.jpg").arg(frame)));
        if (cancel.isCancelled())
            break;
        runFfmpeg({QStringLiteral("-ss"), QString::number(seconds, 'f', 6), QStringLiteral("-i"), clip, QStringLiteral("-frames:v"), QStringLiteral("1"), QStringLiteral("-q:v"), QStringLiteral("2"), files.last()}, cancel);
    }
    Way way{QStringLiteral("ffmpeg, one seek per frame"), static_cast<double>(timer.nsecsElapsed()) / 1e9, 0, 0, 0, 0, 0};
    examine(way, files, frames);
    return way;
}

QJsonObject toJson(const Way& way, double best)
{
    const double rate = way.seconds > 0 ? way.frames / way.seconds : 0;
    QJsonObject object{{QStringLiteral("way"), way.name}, {QStringLiteral("seconds"), way.seconds}, {QStringLiteral("frames"), way.frames}, {QStringLiteral("frames_per_second"), rate},
                       {QStringLiteral("wrong"), way.wrong}, {QStringLiteral("bytes"), way.bytes}};
    if (best > 0)
        object.insert(QStringLiteral("times_the_best_ffmpeg"), best / way.seconds);
    if (way.memoryEnd > 0) {
        object.insert(QStringLiteral("resident_mb_half_way"), way.memoryMid);
        object.insert(QStringLiteral("resident_mb_at_the_end"), way.memoryEnd);
    }
    return object;
}

std::vector<std::size_t> randomFrames(const media::ClipIndex& index, int count)
{
    std::set<std::size_t> chosen;
    std::mt19937 random(7);
    std::uniform_int_distribution<std::size_t> any(0, index.frames.size() - 1);
    const auto most = std::min<std::size_t>(static_cast<std::size_t>(count), index.frames.size() / 2);
    while (chosen.size() < most)
        chosen.insert(any(random));
    return {chosen.begin(), chosen.end()};
}

/// Measures one choice of frames in every way, ours first and last, so that drift shows.
Result<QJsonObject> compare(Context& context, const QString& clip, const media::ClipIndex& index, const std::vector<std::size_t>& frames, const QString& title)
{
    const QString peer = context.options().value(QStringLiteral("peer"));
    const int quality = context.options().value(QStringLiteral("quality")).toInt();
    const bool hasFfmpeg = !QStandardPaths::findExecutable(QStringLiteral("ffmpeg")).isEmpty();
    if (!hasFfmpeg && peer != QLatin1String("none"))
        context.say(QStringLiteral("ffmpeg is not installed, so there is nothing to compare with."));
    std::vector<Way> ways;
    const bool inARow = frames.back() - frames.front() + 1 == frames.size();
    auto first = ours(context, clip, index, frames, quality, false);
    if (!first)
        return failure(first.error());
    ways.push_back(*first);
    if (context.options().isSet(QStringLiteral("masked"))) {
        const auto masked = ours(context, clip, index, frames, quality, true);
        if (!masked)
            return failure(masked.error());
        ways.push_back(*masked);
    }
    if (hasFfmpeg && (peer == QLatin1String("both") || peer == QLatin1String("select")))
        ways.push_back(bySelect(clip, frames, context.cancel()));
    if (hasFfmpeg && !inARow && (peer == QLatin1String("both") || peer == QLatin1String("seek")))
        ways.push_back(bySeek(clip, index, frames, context.cancel()));
    double best = 0;
    for (const Way& way : ways)
        if (way.name.startsWith(QLatin1String("ffmpeg")) && (best == 0 || way.seconds < best))
            best = way.seconds;
    QJsonArray list;
    std::vector<QStringList> rows{{title, QStringLiteral("s"), QStringLiteral("frames/s"), QStringLiteral("wrong"), QStringLiteral("x best ffmpeg"), QStringLiteral("MB half way / end")}};
    for (const Way& way : ways) {
        list.append(toJson(way, best));
        rows.push_back({way.name, QString::number(way.seconds, 'f', 2), QString::number(way.frames / way.seconds, 'f', 1), QString::number(way.wrong),
                        best > 0 ? QString::number(best / way.seconds, 'f', 2) : QString(),
                        way.memoryEnd > 0 ? QStringLiteral("%1 / %2").arg(way.memoryMid).arg(way.memoryEnd) : QString()});
    }
    if (!context.wantsJson())
        context.printTable(rows);
    return QJsonObject{{QStringLiteral("frames"), static_cast<qint64>(frames.size())}, {QStringLiteral("ways"), list}};
}

Result<QJsonObject> benchClip(Context& context, const QString& clip)
{
    const auto index = media::loadOrMakeIndex(clip, {}, context.cancel());
    if (!index)
        return failure(index.error());
    const int dense = context.options().value(QStringLiteral("dense")).toInt(), sparse = context.options().value(QStringLiteral("frames")).toInt();
    QJsonObject result{{QStringLiteral("clip"), clip}};
    const QString name = QFileInfo(clip).fileName();
    if (sparse > 0) {
        const auto compared = compare(context, clip, *index, randomFrames(*index, sparse), QStringLiteral("%1: %2 at random").arg(name).arg(sparse));
        if (!compared)
            return failure(compared.error());
        result.insert(QStringLiteral("random"), *compared);
    }
    const auto speed = media::measureStills(clip, *index, std::max(dense / 4, 300), context.options().value(QStringLiteral("quality")).toInt(), context.cancel());
    if (!speed)
        return failure(speed.error());
    result.insert(QStringLiteral("one_thread"), QJsonObject{{QStringLiteral("decode_per_second"), speed->decode}, {QStringLiteral("jpeg_from_yuv_per_second"), speed->jpegFromYuv},
                                                            {QStringLiteral("jpeg_from_bgr_per_second"), speed->jpegFromBgr}, {QStringLiteral("jpeg_bgr_coding_alone_per_second"), speed->jpegBgrOnly}});
    if (!context.wantsJson())
        context.print(QStringLiteral("one thread, frames/s: decoding %1 · JPEG from YUV %2 · JPEG from BGR %3 (coding alone %4)")
                          .arg(speed->decode, 0, 'f', 1).arg(speed->jpegFromYuv, 0, 'f', 1).arg(speed->jpegFromBgr, 0, 'f', 1).arg(speed->jpegBgrOnly, 0, 'f', 1));
    if (dense > 0) {
        std::vector<std::size_t> frames(std::min<std::size_t>(static_cast<std::size_t>(dense), index->frames.size()));
        for (std::size_t i = 0; i < frames.size(); ++i)
            frames[i] = i;
        const auto compared = compare(context, clip, *index, frames, QStringLiteral("%1: %2 in a row").arg(name).arg(frames.size()));
        if (!compared)
            return failure(compared.error());
        const double slower = std::min(speed->decode, speed->jpegFromYuv);
        const double rate = compared->value(QStringLiteral("ways"))[0][QStringLiteral("frames_per_second")].toDouble();
        QJsonObject object = *compared;
        object.insert(QStringLiteral("share_of_the_slower_stage"), rate / slower);
        if (!context.wantsJson())
            context.print(QStringLiteral("of the slower stage alone on one thread: %1").arg(rate / slower, 0, 'f', 2));
        result.insert(QStringLiteral("dense"), object);
    }
    return result;
}

Result<ExitCode> runExportBench(Context& context)
{
    QJsonArray clips;
    for (const QString& clip : context.arguments()) {
        const auto measured = benchClip(context, clip);
        if (!measured)
            return failure(measured.error());
        clips.append(*measured);
    }
    if (context.wantsJson())
        context.print(QJsonObject{{QStringLiteral("clips"), clips}});
    return Done;
}

void maskingOptions(QCommandLineParser& parser)
{
    parser.addOption({QStringLiteral("boxes"), QStringLiteral("People marked by eye (cartwright.people-boxes/1)."), QStringLiteral("FILE")});
    parser.addOption({QStringLiteral("save"), QStringLiteral("Keep the result in the workspace's settings, for the cards of dataset versions.")});
}

/// A share as it is said of a detector: how many of how many.
QJsonObject toJson(const pipeline::MaskRecall& recall)
{
    return {{QStringLiteral("frames"), recall.frames}, {QStringLiteral("bodies"), recall.bodies}, {QStringLiteral("bodies_covered"), recall.bodiesCovered},
            {QStringLiteral("faces"), recall.faces}, {QStringLiteral("faces_covered"), recall.facesCovered}, {QStringLiteral("hand_area_masked"), recall.handArea},
            {QStringLiteral("goods_area_masked"), recall.goodsArea}};
}

Result<ExitCode> runMaskingBench(Context& context)
{
    const bool save = context.options().isSet(QStringLiteral("save"));
    const auto open = save ? context.openWorkspace() : Result<OpenWorkspace>(failure(ErrorKind::NotFound, {}));
    if (save && !open)
        return failure(open.error());
    const auto settings = save ? open->workspace.settings() : Result<QJsonObject>();
    const auto copies = settings ? pipeline::copySettingsFrom(*settings) : Result<pipeline::CopySettings>(failure(settings.error()));
    if (!copies)
        return failure(copies.error());
    const QString boxes = context.options().value(QStringLiteral("boxes"));
    const auto recall = pipeline::benchStillMasking(context.arguments(), boxes, copies->people, context.cancel());
    if (!recall)
        return failure(recall.error());
    QJsonObject object = toJson(*recall);
    object.insert(QStringLiteral("measured_with"), QFileInfo(boxes).fileName());
    if (save) {
        QJsonObject changed = *settings;
        changed.insert(QStringLiteral("masking_recall"), object);
        if (auto saved = open->workspace.saveSettings(changed); !saved)
            return failure(saved.error());
    }
    if (context.wantsJson())
        context.print(object);
    else
        context.print(QStringLiteral("stills: bodies %1 of %2, faces %3 of %4 on %5 pictures; of hands at work %6 % masked, of goods %7 %")
                          .arg(recall->bodiesCovered).arg(recall->bodies).arg(recall->facesCovered).arg(recall->faces).arg(recall->frames)
                          .arg(100 * recall->handArea, 0, 'f', 1).arg(100 * recall->goodsArea, 0, 'f', 1));
    return Done;
}

} // namespace

std::vector<Command> exportBenchCommands()
{
    return {{QStringLiteral("bench masking"), QStringLiteral("CLIP..."), QStringLiteral("Measure how many people are masked in datasets' pictures."),
             QStringLiteral("cartwright-cli bench masking ./clips/*.mp4 --boxes ./boxes.json --save --workspace ./shop"), 1, -1, maskingOptions, runMaskingBench},
            {QStringLiteral("bench export"), QStringLiteral("CLIP..."), QStringLiteral("Measure making pictures of labelled frames, against ffmpeg's ways."),
             QStringLiteral("cartwright-cli bench export ./clips/1080p-key250.mp4 --frames 300 --dense 10000"), 1, -1, exportBenchOptions, runExportBench}};
}

} // namespace cartwright::cli
