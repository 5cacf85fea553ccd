#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QStringList>

#include <optional>

namespace cartwright::feed {

/// One record of a CSV file and the line it begins on (from 1).
struct CsvRecord
{
    int line = 0;
    QStringList fields;
};

/// Reads CSV record by record: RFC 4180 quoting, LF or CRLF, UTF-8 with or without a byte order mark. Empty lines are
/// skipped. One thread.
class CsvReader
{
public:
    /// `name` names the file in sentences.
    CsvReader(QByteArray bytes, QString name);

    /// The next record; nothing at the end. Refused, with the line: a quote that is not closed, text after a closing
    /// quote, a quote in an unquoted field, bytes that are no UTF-8, a NUL, more than 64 fields.
    Result<std::optional<CsvRecord>> next();
    /// "products.csv line 3: " and the sentence.
    tl::unexpected<Error> refused(int line, const QString& sentence) const;

private:
    Result<QString> field();
    Result<QByteArray> quoted();
    bool skipLineEnd();

    QByteArray m_bytes;
    QString m_name;
    qsizetype m_at = 0;
    int m_line = 1;
};

} // namespace cartwright::feed
