#include "app/cli/command.h"

#include "core/pipeline/copy_bench.h"
#include "core/pipeline/prepare.h"
#include "core/store/sale_repository.h"

#include <QJsonArray>

namespace cartwright::cli {
namespace {

void prepareOptions(QCommandLineParser& parser)
{
    parser.addOption({QStringLiteral("again"), QStringLiteral("Make the copies of the named sales anew.")});
}

Result<pipeline::Prepared> prepareNamed(Context& context, const OpenWorkspace& open)
{
    pipeline::Prepared all;
    const auto again = context.options().isSet(QStringLiteral("again")) ? pipeline::Again::Yes : pipeline::Again::No;
    for (const QString& name : context.arguments()) {
        const auto key = store::SaleRepository(*open.database).find(name);
        if (!key)
            return failure(key.error());
        const auto one = pipeline::prepareSale(open.workspace, *open.database, *key, again, context.cancel());
        if (!one)
            return failure(one.error());
        ++all.sales;
        all.copies += one->copies;
        all.without += one->without;
    }
    return all;
}

Result<ExitCode> runPrepare(Context& context)
{
    if (context.arguments().isEmpty() && context.options().isSet(QStringLiteral("again")))
        return failure(ErrorKind::WrongUsage, QStringLiteral("--again needs the sales whose copies are to be made anew."));
    const auto open = context.openWorkspace();
    if (!open)
        return failure(open.error());
    const auto prepared = context.arguments().isEmpty()
                              ? pipeline::prepareSales(open->workspace, *open->database, context.cancel(),
                                                       context.progress(QStringLiteral("prepared")))
                              : prepareNamed(context, *open);
    if (!prepared)
        return failure(prepared.error());
    for (const auto& [key, error] : prepared->failures)
        context.sayError(error);
    if (context.wantsJson())
        context.print(QJsonObject{{QStringLiteral("sales"), prepared->sales},
                                  {QStringLiteral("copies"), prepared->copies},
                                  {QStringLiteral("without"), prepared->without},
                                  {QStringLiteral("failed"), static_cast<int>(prepared->failures.size())}});
    else
        context.print(QStringLiteral("%1 sales prepared: %2 review copies made, %3 clips of which none can be made")
                          .arg(prepared->sales).arg(prepared->copies).arg(prepared->without));
    return prepared->failures.empty() ? Done : InPart;
}

void benchOptions(QCommandLineParser& parser)
{
    parser.addOption({QStringLiteral("boxes"), QStringLiteral("People's boxes drawn by eye, to compare the masks with."),
                      QStringLiteral("FILE")});
    parser.addOption({QStringLiteral("face-model"), QStringLiteral("A YuNet model (ONNX) to find faces with too."), QStringLiteral("FILE")});
    parser.addOption({QStringLiteral("quality"), QStringLiteral("x264's CRF; 23 where not given."), QStringLiteral("N"), QStringLiteral("23")});
    parser.addOption({QStringLiteral("preset"), QStringLiteral("x264's preset; veryfast where not given."), QStringLiteral("NAME"),
                      QStringLiteral("veryfast")});
}

QJsonObject toJson(const pipeline::CopyCost& cost)
{
    const double minutes = cost.clipSeconds / 60;
    return {{QStringLiteral("clip"), cost.path},
            {QStringLiteral("clip_seconds"), cost.clipSeconds},
            {QStringLiteral("frames"), static_cast<qint64>(cost.frames)},
            {QStringLiteral("decode_seconds_per_minute"), cost.decodeSeconds / minutes},
            {QStringLiteral("copy_seconds_per_minute"), cost.copySeconds / minutes},
            {QStringLiteral("masked_copy_seconds_per_minute"), cost.maskSeconds / minutes},
            {QStringLiteral("clip_bytes_per_minute"), static_cast<double>(cost.clipBytes) / minutes},
            {QStringLiteral("copy_bytes_per_minute"), static_cast<double>(cost.copyBytes) / minutes},
            {QStringLiteral("masked_share"), cost.maskedShare}};
}

QJsonObject toJson(const pipeline::MaskRecall& recall)
{
    QJsonArray worst;
    for (const auto& face : recall.worst)
        worst.append(QJsonObject{{QStringLiteral("file"), face.file}, {QStringLiteral("frame"), face.frame}, {QStringLiteral("covered"), face.share}});
    return {{QStringLiteral("frames"), recall.frames},
            {QStringLiteral("bodies"), recall.bodies},
            {QStringLiteral("bodies_covered"), recall.bodiesCovered},
            {QStringLiteral("body_area"), recall.bodyArea},
            {QStringLiteral("faces"), recall.faces},
            {QStringLiteral("faces_covered"), recall.facesCovered},
            {QStringLiteral("face_area"), recall.faceArea},
            {QStringLiteral("goods_area_masked"), recall.goodsArea},
            {QStringLiteral("hand_area_masked"), recall.handArea},
            {QStringLiteral("elsewhere_masked"), recall.elsewhere},
            {QStringLiteral("worst_faces"), worst}};
}

void printBench(Context& context, const pipeline::CopyBench& bench)
{
    std::vector<QStringList> rows{{QStringLiteral("clip"), QStringLiteral("s"), QStringLiteral("decode s/min"), QStringLiteral("copy s/min"),
                                   QStringLiteral("masked s/min"), QStringLiteral("clip MB/min"), QStringLiteral("copy MB/min"),
                                   QStringLiteral("masked %")}};
    const auto number = [](double value, int digits = 1) { return QString::number(value, 'f', digits); };
    for (const auto& cost : bench.clips) {
        const double minutes = cost.clipSeconds / 60;
        rows.push_back({cost.path.section(QLatin1Char('/'), -1), number(cost.clipSeconds), number(cost.decodeSeconds / minutes),
                        number(cost.copySeconds / minutes), number(cost.maskSeconds / minutes),
                        number(static_cast<double>(cost.clipBytes) / minutes / 1e6), number(static_cast<double>(cost.copyBytes) / minutes / 1e6),
                        number(100 * cost.maskedShare)});
    }
    context.printTable(rows);
    if (!bench.recall)
        return;
    const auto& recall = *bench.recall;
    context.print(QStringLiteral("bodies: %1 of %2 covered to at least %3 %, mean %4 % of their area")
                      .arg(recall.bodiesCovered).arg(recall.bodies).arg(100 * recall.bodyShare).arg(number(100 * recall.bodyArea)));
    context.print(QStringLiteral("faces: %1 of %2 covered to at least %3 %, mean %4 % of their area")
                      .arg(recall.facesCovered).arg(recall.faces).arg(100 * recall.faceShare).arg(number(100 * recall.faceArea)));
    context.print(QStringLiteral("wrongly masked: %1 % of the goods, %2 % of hands at work, %3 % of all that is no body")
                      .arg(number(100 * recall.goodsArea), number(100 * recall.handArea), number(100 * recall.elsewhere)));
    for (const auto& face : recall.worst)
        context.print(QStringLiteral("least covered: %1 frame %2, %3 %").arg(face.file).arg(face.frame).arg(number(100 * face.share)));
}

Result<ExitCode> runBench(Context& context)
{
    pipeline::CopySettings settings;
    bool right = false;
    settings.copy.constantQuality = context.options().value(QStringLiteral("quality")).toInt(&right);
    settings.copy.preset = context.options().value(QStringLiteral("preset"));
    settings.people.faceModel = context.options().value(QStringLiteral("face-model"));
    if (!right)
        return failure(ErrorKind::WrongUsage, QStringLiteral("--quality is a whole number from 0 to 51."));
    const auto bench = pipeline::benchCopies(context.arguments(), context.options().value(QStringLiteral("boxes")), settings, context.cancel());
    if (!bench)
        return failure(bench.error());
    if (!context.wantsJson()) {
        printBench(context, *bench);
        return Done;
    }
    QJsonArray clips;
    for (const auto& cost : bench->clips)
        clips.append(toJson(cost));
    QJsonObject object{{QStringLiteral("clips"), clips}};
    if (bench->recall)
        object.insert(QStringLiteral("recall"), toJson(*bench->recall));
    context.print(object);
    return Done;
}

} // namespace

std::vector<Command> copyCommands()
{
    return {{QStringLiteral("prepare"), QStringLiteral("[SALE...]"),
             QStringLiteral("Make the masked review copies of sales that wait for a review."),
             QStringLiteral("cartwright-cli prepare s-2041 --again"), 0, -1, prepareOptions, runPrepare},
            {QStringLiteral("bench copy"), QStringLiteral("CLIP..."),
             QStringLiteral("Measure what review copies cost, and what masking finds."),
             QStringLiteral("cartwright-cli bench copy ./clips/*.mp4 --boxes ./boxes.json"), 1, -1, benchOptions, runBench}};
}

} // namespace cartwright::cli
