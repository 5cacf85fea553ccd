#include "core/feed/csv.h"

#include <QStringDecoder>

namespace cartwright::feed {
namespace {

constexpr qsizetype mostFields = 64;

} // namespace

CsvReader::CsvReader(QByteArray bytes, QString name) : m_bytes(std::move(bytes)), m_name(std::move(name))
{
    if (m_bytes.startsWith("\xEF\xBB\xBF"))
        m_at = 3;
}

tl::unexpected<Error> CsvReader::refused(int line, const QString& sentence) const
{
    return failure(ErrorKind::Refused, QStringLiteral("%1 line %2: ").arg(m_name).arg(line) + sentence);
}

bool CsvReader::skipLineEnd()
{
    if (m_at < m_bytes.size() && m_bytes[m_at] == '\r' && m_at + 1 < m_bytes.size() && m_bytes[m_at + 1] == '\n')
        ++m_at;
    if (m_at >= m_bytes.size() || m_bytes[m_at] != '\n')
        return false;
    ++m_at;
    ++m_line;
    return true;
}

Result<QByteArray> CsvReader::quoted()
{
    const int begun = m_line;
    QByteArray text;
    for (++m_at; m_at < m_bytes.size(); ++m_at) {
        const char c = m_bytes[m_at];
        if (c == '"') {
            const bool doubled = m_at + 1 < m_bytes.size() && m_bytes[m_at + 1] == '"';
            if (!doubled) {
                ++m_at;
                return text;
            }
            ++m_at;
        }
        if (c == '\n')
            ++m_line;
        text += c;
    }
    return refused(begun, QStringLiteral("a quote is opened and never closed."));
}

Result<QString> CsvReader::field()
{
    QByteArray text;
    const int begun = m_line;
    const auto atEnd = [&] {
        if (m_at >= m_bytes.size() || m_bytes[m_at] == ',' || m_bytes[m_at] == '\n')
            return true;
        return m_bytes[m_at] == '\r' && m_at + 1 < m_bytes.size() && m_bytes[m_at + 1] == '\n';
    };
    if (m_at < m_bytes.size() && m_bytes[m_at] == '"') {
        auto inside = quoted();
        if (!inside)
            return failure(inside.error());
        if (!atEnd())
            return refused(m_line, QStringLiteral("text follows a closing quote; write a quote inside a field twice."));
        text = std::move(*inside);
    } else {
        while (!atEnd()) {
            if (m_bytes[m_at] == '"')
                return refused(m_line, QStringLiteral("a field with a quote must be quoted as a whole."));
            text += m_bytes[m_at++];
        }
    }
    if (text.contains('\0'))
        return refused(begun, QStringLiteral("a NUL character."));
    QStringDecoder decoder(QStringDecoder::Utf8, QStringConverter::Flag::Stateless);
    QString decoded = decoder(text);
    if (decoder.hasError())
        return refused(begun, QStringLiteral("bytes that are no UTF-8; save the file as UTF-8."));
    return decoded;
}

Result<std::optional<CsvRecord>> CsvReader::next()
{
    while (skipLineEnd()) {
    }
    if (m_at >= m_bytes.size())
        return std::optional<CsvRecord>();
    CsvRecord record;
    record.line = m_line;
    for (;;) {
        auto text = field();
        if (!text)
            return failure(text.error());
        if (record.fields.size() == mostFields)
            return refused(m_line, QStringLiteral("more than %1 fields.").arg(mostFields));
        record.fields.append(std::move(*text));
        if (m_at < m_bytes.size() && m_bytes[m_at] == ',') {
            ++m_at;
            continue;
        }
        skipLineEnd();
        return std::optional<CsvRecord>(std::move(record));
    }
}

} // namespace cartwright::feed
