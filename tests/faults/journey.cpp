// Walks one journey under one kind of fault, for n = 1, 2, ... until the journey comes to its end before the n-th change.
//     faults_journey JOURNEY KIND FOLDER
// with JOURNEY one of review, backup, backup-file, restore, KIND as in fault_shim.cpp and FOLDER an empty folder to work
// in. The shim must be preloaded. Prints the tally as JSON; each problem goes to stderr.
#include "journey.h"

#include <QCoreApplication>
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QJsonDocument>

#include <cstdio>
#include <cstring>
#include <dlfcn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace cartwright::faults {
namespace {

using Arm = void (*)(const char*, long, const char*);
using Count = long (*)();

template <class Function> Function shim(const char* name)
{
    void* found = dlsym(RTLD_DEFAULT, name);
    if (!found)
        qFatal("The fault shim is not preloaded.");
    Function function = nullptr;
    std::memcpy(&function, &found, sizeof function);
    return function;
}

void copyFolder(const QString& from, const QString& to)
{
    const QDir source(from);
    if (!QDir().mkpath(to))
        qFatal("%s cannot be made", qPrintable(to));
    QDirIterator walk(from, QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot, QDirIterator::Subdirectories);
    while (walk.hasNext()) {
        const QString path = walk.next();
        const QString copy = to + QLatin1Char('/') + source.relativeFilePath(path);
        if (!(walk.fileInfo().isDir() ? QDir().mkpath(copy) : QFile::copy(path, copy)))
            qFatal("%s cannot be copied", qPrintable(path));
    }
}

Outcome outcomeOf(const QByteArray& told, int status)
{
    Outcome outcome;
    outcome.killed = WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
    outcome.crashed = !outcome.killed && (!WIFEXITED(status) || WEXITSTATUS(status) != 0);
    for (const QByteArray& line : told.split('\n')) {
        const QString text = QString::fromUtf8(line.mid(1));
        if (line.startsWith('A'))
            outcome.acknowledged.append(text);
        else if (line.startsWith('F'))
            outcome.sentences.append(text);
        else if (line.startsWith('N'))
            outcome.changes = text.toLong();
    }
    return outcome;
}

void walkArmed(Journey& journey, const QString& folder, const QByteArray& kind, long n, Teller& tell)
{
    const auto arm = shim<Arm>("cartwrightArmFault");
    arm(kind.constData(), n, QFile::encodeName(folder + QLatin1Char('/') + journey.faulty()).constData());
    journey.walk(folder, tell);
    tell.changes(shim<Count>("cartwrightFaultCount")());
    arm("none", 0, "");
}

/// A walk that may be killed is a child's; forked and not started anew, because that is ten times as quick.
Outcome walkUnderFault(Journey& journey, const QString& folder, const QByteArray& kind, long n)
{
    int ends[2] = {-1, -1};
    if (::pipe(ends) != 0)
        qFatal("no pipe");
    Teller tell(ends[1]);
    const pid_t child = kind == "kill" || kind == "torn" ? ::fork() : -1;
    if (child <= 0)
        walkArmed(journey, folder, kind, n, tell);
    if (child == 0)
        ::_exit(0);
    ::close(ends[1]);
    QByteArray told;
    char piece[4096];
    for (ssize_t size = 0; (size = ::read(ends[0], piece, sizeof piece)) > 0;)
        told.append(piece, size);
    ::close(ends[0]);
    int status = 0;
    if (child > 0)
        ::waitpid(child, &status, 0);
    return outcomeOf(told, status);
}

bool isOneClearSentence(const QString& sentence)
{
    return sentence.size() > 30 && sentence.size() < 600 && sentence.endsWith(QLatin1Char('.')) &&
           !sentence.contains(QLatin1Char('\n')) && (sentence[0].isUpper() || sentence[0] == QLatin1Char('/')) &&
           sentence.contains(QLatin1Char('/')); // names what it happened to
}

Tally tryAll(Journey& journey, const QString& kind, const QString& home)
{
    const QString prepared = home + QStringLiteral("/prepared");
    const QString work = home + QStringLiteral("/work");
    journey.prepare(prepared);
    Tally tally;
    for (long n = 1;; ++n) {
        QDir(work).removeRecursively();
        copyFolder(prepared, work);
        const Outcome outcome = walkUnderFault(journey, work, kind.toLatin1(), n);
        if (!outcome.killed && !outcome.crashed && outcome.changes < n)
            return tally;
        const QString where = QStringLiteral("%1 at %2: ").arg(kind).arg(n);
        const auto before = tally.problems.size();
        ++tally.tries;
        tally.acknowledged += static_cast<int>(outcome.acknowledged.size());
        if (outcome.crashed)
            tally.count(&Tally::unclear, QStringLiteral("the program crashed"));
        for (const QString& sentence : outcome.sentences)
            if (!isOneClearSentence(sentence))
                tally.count(&Tally::unclear, QStringLiteral("the error was \"%1\"").arg(sentence));
        journey.check(work, outcome, kind, tally);
        for (auto i = before; i < tally.problems.size(); ++i)
            std::fprintf(stderr, "%s\n", qPrintable(where + tally.problems[i]));
    }
}

std::unique_ptr<Journey> journeyOf(const QString& name)
{
    if (name == QStringLiteral("review"))
        return reviewJourney();
    if (name == QStringLiteral("backup"))
        return backupJourney(QStringLiteral("monday"));
    if (name == QStringLiteral("backup-file"))
        return backupJourney(QStringLiteral("monday.sqlite"));
    if (name == QStringLiteral("restore"))
        return restoreJourney();
    return nullptr;
}

} // namespace

void Teller::line(char what, const QString& text)
{
    const QByteArray bytes = what + QString(text).replace(QLatin1Char('\n'), QStringLiteral(" / ")).toUtf8() + '\n';
    if (::write(m_pipe, bytes.constData(), static_cast<std::size_t>(bytes.size())) != bytes.size())
        ::_exit(3);
}

} // namespace cartwright::faults

int main(int argc, char** argv)
{
    using namespace cartwright::faults;
    const QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    const auto journey = arguments.size() == 4 ? journeyOf(arguments[1]) : nullptr;
    if (!journey)
        qFatal("usage: faults_journey review|backup|backup-file|restore KIND FOLDER");
    const Tally tally = tryAll(*journey, arguments[2], arguments[3]);
    const QJsonObject object{{QStringLiteral("tries"), tally.tries},
                             {QStringLiteral("acknowledged"), tally.acknowledged},
                             {QStringLiteral("lost"), tally.lost},
                             {QStringLiteral("duplicated"), tally.duplicated},
                             {QStringLiteral("torn"), tally.torn},
                             {QStringLiteral("unclear"), tally.unclear}};
    std::puts(QJsonDocument(object).toJson(QJsonDocument::Compact).constData());
    return 0;
}
