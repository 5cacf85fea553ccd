#include "app/cli/command.h"

#include "core/store/log_repository.h"
#include "core/trust/audit.h"

#include <QFileInfo>

namespace cartwright::cli {
namespace {

constexpr int usualLimit = 50;

void verifyOptions(QCommandLineParser& parser)
{
    parser.addOption({QStringLiteral("checkpoints"),
                      QStringLiteral("Also compare with this checkpoint, or with those in this folder; may be given again. "
                                     "Those beside the exported datasets are compared anyway."),
                      QStringLiteral("PATH")});
}

Result<std::vector<trust::Checkpoint>> checkpointsFor(Context& context, store::Database& database)
{
    auto known = trust::checkpointsOfExports(database);
    if (!known)
        return failure(known.error());
    if (known->missing > 0)
        context.say(QStringLiteral("%1 exported datasets have no readable checkpoint beside them.").arg(known->missing));
    std::vector<trust::Checkpoint> all = std::move(known->checkpoints);
    for (const QString& path : context.options().values(QStringLiteral("checkpoints"))) {
        const auto read = trust::readCheckpoints(path);
        if (!read)
            return failure(read.error());
        if (read->empty())
            return failure(ErrorKind::NotFound, QStringLiteral("There is no checkpoint in %1; their files are called *checkpoint.json.").arg(path));
        all.insert(all.end(), read->begin(), read->end());
    }
    return all;
}

QJsonObject reportJson(const trust::AuditReport& report)
{
    QJsonObject object{{QStringLiteral("intact"), !report.broken},
                       {QStringLiteral("seals"), static_cast<qint64>(report.head.count)},
                       {QStringLiteral("last_number"), static_cast<qint64>(report.head.number)},
                       {QStringLiteral("last_seal"), report.head.hash},
                       {QStringLiteral("waiting_for_seal"), static_cast<qint64>(report.waiting)},
                       {QStringLiteral("times_going_back"), static_cast<qint64>(report.backward)},
                       {QStringLiteral("checkpoints_agreed"), static_cast<qint64>(report.checkpoints)}};
    if (report.broken)
        object.insert(QStringLiteral("broken"),
                      QJsonObject{{QStringLiteral("how"), trust::nameOf(report.broken->how)},
                                  {QStringLiteral("position"), static_cast<qint64>(report.broken->position)},
                                  {QStringLiteral("number"), static_cast<qint64>(report.broken->number)},
                                  {QStringLiteral("sentence"), report.broken->sentence}});
    return object;
}

void printReport(Context& context, const trust::AuditReport& report)
{
    if (context.wantsJson()) {
        context.print(reportJson(report));
        return;
    }
    if (report.broken)
        context.print(QStringLiteral("Broken: ") + report.broken->sentence);
    context.print(QStringLiteral("%1: %2 entries with their seals, the last is entry %3, seal %4; %5 checkpoints agree.")
                      .arg(report.broken ? QStringLiteral("Before that") : QStringLiteral("Intact"))
                      .arg(report.head.count)
                      .arg(report.head.number)
                      .arg(report.head.hash)
                      .arg(report.checkpoints));
    if (report.waiting > 0)
        context.print(QStringLiteral("%1 new entries wait for their seal.").arg(report.waiting));
    if (report.backward > 0)
        context.print(QStringLiteral("%1 entries tell an earlier time than the one before: a clock was set back, or they "
                                     "were sealed late.")
                          .arg(report.backward));
}

Result<ExitCode> runVerify(Context& context)
{
    const auto open = context.openWorkspace();
    if (!open)
        return failure(open.error());
    const auto checkpoints = checkpointsFor(context, *open->database);
    if (!checkpoints)
        return failure(checkpoints.error());
    const auto report = trust::verifyLog(*open->database, *checkpoints, context.cancel(),
                                         [show = context.progress(QStringLiteral("entries"))](std::int64_t done, std::int64_t all) {
                                             show({static_cast<int>(done), static_cast<int>(all), {}});
                                         });
    if (!report)
        return failure(report.error());
    printReport(context, *report);
    return report->broken ? Integrity : Done;
}

Result<ExitCode> runCheckpoint(Context& context)
{
    const auto open = context.openWorkspace();
    if (!open)
        return failure(open.error());
    const auto checkpoint = trust::takeCheckpoint(*open->database);
    if (!checkpoint)
        return failure(checkpoint.error());
    const QString file = QFileInfo(context.arguments().first()).absoluteFilePath();
    if (auto written = trust::writeCheckpoint(file, *checkpoint); !written)
        return failure(written.error());
    if (context.wantsJson())
        context.print(QJsonObject{{QStringLiteral("file"), file},
                                  {QStringLiteral("count"), static_cast<qint64>(checkpoint->count)},
                                  {QStringLiteral("number"), static_cast<qint64>(checkpoint->number)},
                                  {QStringLiteral("hash"), checkpoint->hash}});
    else
        context.print(QStringLiteral("%1: %2 entries, seal %3").arg(file).arg(checkpoint->count).arg(checkpoint->hash));
    return Done;
}

Result<ExitCode> runExport(Context& context)
{
    const auto open = context.openWorkspace();
    if (!open)
        return failure(open.error());
    const auto exported = trust::exportLog(
        *open->database, [&](const QByteArray& line) { context.print(QString::fromUtf8(line.trimmed())); }, context.cancel());
    if (!exported)
        return failure(exported.error());
    return Done;
}

void showOptions(QCommandLineParser& parser)
{
    parser.addOption({QStringLiteral("who"), QStringLiteral("Only what this person or program did."), QStringLiteral("NAME")});
    parser.addOption({QStringLiteral("subject"), QStringLiteral("Only about this: STORE/SALE, STORE/GTIN, a store, a folder."),
                      QStringLiteral("SUBJECT")});
    parser.addOption({QStringLiteral("action"), QStringLiteral("Only this, as verdict.submitted."), QStringLiteral("ACTION")});
    parser.addOption({QStringLiteral("from"), QStringLiteral("Not before this time or day, UTC."), QStringLiteral("TIME")});
    parser.addOption({QStringLiteral("until"), QStringLiteral("Before this time or day, UTC."), QStringLiteral("TIME")});
    parser.addOption({QStringLiteral("limit"), QStringLiteral("At most so many, the newest (default 50)."), QStringLiteral("N"),
                      QString::number(usualLimit)});
}

Result<store::LogFilter> filterOf(const Context& context)
{
    const auto from = timeOption(context, QStringLiteral("from"));
    const auto until = timeOption(context, QStringLiteral("until"));
    if (!from || !until)
        return failure(from ? until.error() : from.error());
    store::LogFilter filter;
    filter.who = context.options().value(QStringLiteral("who"));
    filter.subject = context.options().value(QStringLiteral("subject"));
    filter.action = context.options().value(QStringLiteral("action"));
    filter.from = *from;
    filter.until = *until;
    return filter;
}

/// "price 1290 -> 1390", or the details where nothing is said to have changed.
QString changesText(const QJsonObject& details)
{
    const auto text = [](const QJsonValue& value) {
        if (value.isString())
            return value.toString();
        const QString wrapped = QString::fromUtf8(toJsonLine({{QStringLiteral("v"), value}})).trimmed();
        return wrapped.mid(5, wrapped.size() - 6);
    };
    QStringList parts;
    const QJsonObject changes = details.value(QStringLiteral("changes")).toObject();
    for (auto change = changes.begin(); change != changes.end(); ++change)
        parts.append(QStringLiteral("%1 %2 -> %3").arg(change.key(), text(change->toObject().value(QStringLiteral("old"))),
                                                       text(change->toObject().value(QStringLiteral("new")))));
    if (parts.isEmpty())
        for (auto detail = details.begin(); detail != details.end(); ++detail)
            if (detail.key() != QStringLiteral("changes"))
                parts.append(QStringLiteral("%1 %2").arg(detail.key(), text(*detail)));
    return parts.join(QStringLiteral(", "));
}

Result<ExitCode> runShow(Context& context)
{
    const auto filter = filterOf(context);
    if (!filter)
        return failure(filter.error());
    bool isNumber = false;
    const int limit = context.options().value(QStringLiteral("limit")).toInt(&isNumber);
    if (!isNumber || limit < 1)
        return failure(ErrorKind::WrongUsage, QStringLiteral("--limit takes a whole number from 1 on."));
    const auto open = context.openWorkspace();
    if (!open)
        return failure(open.error());
    const auto entries = store::LogRepository(*open->database).newest(*filter, limit);
    if (!entries)
        return failure(entries.error());
    QJsonArray array;
    std::vector<QStringList> rows{{QStringLiteral("number"), QStringLiteral("when"), QStringLiteral("who"), QStringLiteral("role"),
                                   QStringLiteral("what"), QStringLiteral("about"), QStringLiteral("changed")}};
    for (const auto& entry : *entries) {
        array.append(QJsonObject{{QStringLiteral("number"), static_cast<qint64>(entry.number)},
                                 {QStringLiteral("at"), formatUtc(entry.at)},
                                 {QStringLiteral("who"), entry.who},
                                 {QStringLiteral("role"), entry.role},
                                 {QStringLiteral("action"), entry.action},
                                 {QStringLiteral("subject"), entry.subject},
                                 {QStringLiteral("details"), entry.details}});
        rows.push_back({QString::number(entry.number), formatUtc(entry.at), entry.who, entry.role, entry.action, entry.subject,
                        changesText(entry.details)});
    }
    if (context.wantsJson())
        context.print(QJsonObject{{QStringLiteral("entries"), array}});
    else
        context.printTable(rows);
    return Done;
}

} // namespace

std::vector<Command> auditCommands()
{
    return {{QStringLiteral("audit verify"), {},
             QStringLiteral("Check the log's chain of seals: names the first entry that is not as it was written."),
             QStringLiteral("cartwright-cli audit verify --checkpoints /media/usb --workspace ./shop"), 0, 0, verifyOptions, runVerify},
            {QStringLiteral("audit checkpoint"), QStringLiteral("FILE"),
             QStringLiteral("Write down what the log is now; keep it where the log's owner cannot change it."),
             QStringLiteral("cartwright-cli audit checkpoint /media/usb/monday.checkpoint.json --workspace ./shop"), 1, 1, nullptr,
             runCheckpoint},
            {QStringLiteral("audit show"), {}, QStringLiteral("Who did what, and what changed by it."),
             QStringLiteral("cartwright-cli audit show --subject demo-01/s-1 --workspace ./shop"), 0, 0, showOptions, runShow},
            {QStringLiteral("audit export"), {},
             QStringLiteral("The whole log with its seals, as lines of JSON that others can check."),
             QStringLiteral("cartwright-cli audit export --workspace ./shop > log.jsonl"), 0, 0, nullptr, runExport}};
}

} // namespace cartwright::cli
