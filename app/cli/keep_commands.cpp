#include "app/cli/command.h"

#include "core/media/decoder_version.h"
#include "core/store/backup.h"
#include "core/store/doctor.h"

#include <QCoreApplication>

#include <algorithm>

namespace cartwright::cli {
namespace {

constexpr std::int64_t bytesPerMebibyte = 1 << 20;

QString mebibytes(std::int64_t bytes)
{
    return QStringLiteral("%1 MiB").arg(static_cast<double>(bytes) / bytesPerMebibyte, 0, 'f', 1);
}

store::KeepProgress progressOf(Context& context, const QString& verb)
{
    return [show = context.progress(verb)](std::int64_t done, std::int64_t total) {
        show({static_cast<int>(done), static_cast<int>(total), {}});
    };
}

void backupOptions(QCommandLineParser& parser)
{
    parser.addOption({QStringLiteral("media"), QStringLiteral("Also media, drafts, outbox and datasets (into a folder).")});
}

Result<ExitCode> runBackup(Context& context)
{
    const auto folder = context.workspaceFolder();
    if (!folder)
        return failure(folder.error());
    if (auto may = context.authorise(*folder); !may)
        return failure(may.error());
    const auto workspace = store::Workspace::open(*folder, context.options().value(QStringLiteral("database")));
    if (!workspace)
        return failure(workspace.error());
    store::BackupOptions options;
    options.programVersion = QCoreApplication::applicationVersion();
    if (context.options().isSet(QStringLiteral("media")))
        options.content = store::BackupOptions::Content::All;
    const auto made = store::backupWorkspace(*workspace, context.arguments().first(), options, context.clock(),
                                             context.cancel(), progressOf(context, QStringLiteral("files")));
    if (!made)
        return failure(made.error());
    for (const auto& note : made->notes)
        context.say(note);
    if (context.wantsJson())
        context.print(QJsonObject{{QStringLiteral("backup"), made->path},
                                  {QStringLiteral("manifest"), made->manifest},
                                  {QStringLiteral("schema_version"), static_cast<qint64>(made->schemaVersion)},
                                  {QStringLiteral("tables"), static_cast<qint64>(made->tables)},
                                  {QStringLiteral("rows"), static_cast<qint64>(made->rows)},
                                  {QStringLiteral("files"), static_cast<qint64>(made->files)},
                                  {QStringLiteral("bytes"), static_cast<qint64>(made->bytes)},
                                  {QStringLiteral("notes"), QJsonArray::fromStringList(made->notes)}});
    else
        context.print(QStringLiteral("%1: %2 rows in %3 tables (schema %4), %5 files, %6, checked")
                          .arg(made->path).arg(made->rows).arg(made->tables).arg(made->schemaVersion).arg(made->files)
                          .arg(mebibytes(made->bytes)));
    return Done;
}

void restoreOptions(QCommandLineParser& parser)
{
    parser.addOption({QStringLiteral("replace"),
                      QStringLiteral("Where the folder holds a workspace: keep it aside under a name that is printed.")});
}

Result<ExitCode> runRestore(Context& context)
{
    const auto folder = context.workspaceFolder();
    if (!folder)
        return failure(folder.error());
    if (auto may = context.authorise(*folder); !may)
        return failure(may.error());
    if (context.options().isSet(QStringLiteral("database")))
        return failure(ErrorKind::WrongUsage, QStringLiteral("A backup is restored as a file; a server's own tools restore its tables "
                                                             "(pg_restore). Leave --database out."));
    store::RestoreOptions options;
    if (context.options().isSet(QStringLiteral("replace")))
        options.present = store::RestoreOptions::Present::KeepAside;
    const auto restored = store::restoreWorkspace(context.arguments().first(), *folder, options, context.clock(),
                                                  context.cancel(), progressOf(context, QStringLiteral("files")));
    if (!restored)
        return failure(restored.error());
    if (context.wantsJson()) {
        context.print(QJsonObject{{QStringLiteral("workspace"), restored->folder},
                                  {QStringLiteral("kept_aside"), restored->keptAside},
                                  {QStringLiteral("made_at"), formatUtc(restored->madeAt)},
                                  {QStringLiteral("schema_version"), static_cast<qint64>(restored->schemaVersion)},
                                  {QStringLiteral("rows"), static_cast<qint64>(restored->rows)},
                                  {QStringLiteral("files"), static_cast<qint64>(restored->files)}});
        return Done;
    }
    context.print(QStringLiteral("Restored %1 as it was at %2: %3 rows, %4 files.").arg(restored->folder)
                      .arg(formatUtc(restored->madeAt)).arg(restored->rows).arg(restored->files));
    if (!restored->keptAside.isEmpty())
        context.print(QStringLiteral("The workspace that was there is kept as %1.").arg(restored->keptAside));
    return Done;
}

void doctorOptions(QCommandLineParser& parser)
{
    parser.addOption({QStringLiteral("deep"), QStringLiteral("Also hash every clip and compare the search indices.")});
    parser.addOption({QStringLiteral("floor"), QStringLiteral("Warn below so many MiB of free space (default 1024)."),
                      QStringLiteral("MIB"), QStringLiteral("1024")});
}

QString gradeName(store::Grade grade)
{
    switch (grade) {
    case store::Grade::Ok: return QStringLiteral("ok");
    case store::Grade::Warning: return QStringLiteral("warning");
    case store::Grade::Error: return QStringLiteral("error");
    }
    return {};
}

void printExamination(Context& context, const store::Examination& examination)
{
    if (context.wantsJson()) {
        QJsonArray checks;
        for (const auto& check : examination.checks)
            checks.append(QJsonObject{{QStringLiteral("check"), check.name},
                                      {QStringLiteral("grade"), gradeName(check.grade)},
                                      {QStringLiteral("what"), check.what},
                                      {QStringLiteral("next"), check.next}});
        context.print(QJsonObject{{QStringLiteral("integrity_violated"), examination.isViolated()},
                                  {QStringLiteral("checks"), checks}});
        return;
    }
    std::vector<QStringList> rows{{QStringLiteral("check"), {}, QStringLiteral("found, and what to do next")}};
    for (const auto& check : examination.checks) {
        rows.push_back({check.name, gradeName(check.grade), check.what});
        if (!check.next.isEmpty())
            rows.back().last() += QStringLiteral(" -> ") + check.next;
    }
    context.printTable(rows);
}

Result<ExitCode> runDoctor(Context& context)
{
    const auto folder = context.workspaceFolder();
    if (!folder)
        return failure(folder.error());
    if (auto may = context.authorise(*folder); !may)
        return failure(may.error());
    store::DoctorOptions options;
    if (context.options().isSet(QStringLiteral("deep")))
        options.depth = store::DoctorOptions::Depth::Deep;
    bool isNumber = false;
    options.freeFloorBytes = context.options().value(QStringLiteral("floor")).toLongLong(&isNumber) * bytesPerMebibyte;
    if (!isNumber || options.freeFloorBytes < 0)
        return failure(ErrorKind::WrongUsage, QStringLiteral("--floor takes a whole number of MiB."));
    options.serverAddress = context.options().value(QStringLiteral("database"));
    options.versions = {QStringLiteral("Cartwright ") + QCoreApplication::applicationVersion(),
                        QStringLiteral("FFmpeg ") + media::decoderVersion()};
    const auto examination = store::examine(*folder, options, context.clock(), context.cancel());
    if (!examination)
        return failure(examination.error());
    printExamination(context, *examination);
    return examination->isViolated() ? Integrity : Done;
}

} // namespace

std::vector<Command> keepCommands()
{
    return {{QStringLiteral("backup"), QStringLiteral("FILE|DIR"),
             QStringLiteral("Copy a workspace while others work in it (a FILE ends in .sqlite)."),
             QStringLiteral("cartwright-cli backup ./shop-monday --media --workspace ./shop"), 1, 1, backupOptions, runBackup},
            {QStringLiteral("restore"), QStringLiteral("BACKUP"), QStringLiteral("Make a workspace from a backup."),
             QStringLiteral("cartwright-cli restore ./shop-monday --workspace ./shop --replace"), 1, 1, restoreOptions,
             runRestore},
            {QStringLiteral("doctor"), {},
             QStringLiteral("Examine a workspace: damage, missing files, leftovers, free space."),
             QStringLiteral("cartwright-cli doctor --deep --workspace ./shop"), 0, 0, doctorOptions, runDoctor}};
}

} // namespace cartwright::cli
