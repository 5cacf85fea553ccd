#include "core/dataset/sums.h"

#include "core/base/safe_file.h"

#include <QDir>

#include <algorithm>

namespace cartwright::dataset {
namespace {

bool isInsidePath(const QString& path)
{
    return !path.isEmpty() && QDir::isRelativePath(path) && QDir::cleanPath(path) == path &&
           path != QLatin1String("..") && !path.startsWith(QLatin1String("../")) &&
           !path.contains(QLatin1Char('\\'));
}

bool isHash(const QString& text)
{
    return text.size() == 64 && std::all_of(text.begin(), text.end(), [](QChar c) {
               return (c >= QLatin1Char('0') && c <= QLatin1Char('9')) ||
                      (c >= QLatin1Char('a') && c <= QLatin1Char('f'));
           });
}

} // namespace

QByteArray toText(const Sums& sums)
{
    QByteArray text;
    for (const auto& [path, sha256] : sums)
        text += sha256.toLatin1() + "  " + path.toUtf8() + '\n';
    return text;
}

Result<Sums> sumsFromText(const QByteArray& bytes)
{
    Sums sums;
    for (const QByteArray& line : bytes.split('\n')) {
        if (line.isEmpty())
            continue;
        const QString sha256 = QString::fromLatin1(line.left(64));
        const QString path = QString::fromUtf8(line.mid(66));
        if (!isHash(sha256) || line.mid(64, 2) != "  " || !isInsidePath(path) || sums.contains(path))
            return failure(
                ErrorKind::Integrity,
                QStringLiteral("SHA256SUMS has a line that cannot be right: \"%1\". Get the dataset again.")
                    .arg(QString::fromUtf8(line.left(200))));
        sums[path] = sha256;
    }
    // Order and line ends are part of what is promised to be the same bytes.
    if (toText(sums) != bytes)
        return failure(ErrorKind::Integrity,
                       QStringLiteral("SHA256SUMS is not in the form in which it was written. "
                                      "Get the dataset again."));
    return sums;
}

QString contentHashOf(Sums sums)
{
    sums.erase(QLatin1String(manifestFile));
    return sha256Of(toText(sums));
}

} // namespace cartwright::dataset
