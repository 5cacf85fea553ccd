#include "core/feed/json_places.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QSet>

#include <functional>
#include <vector>

namespace cartwright::feed {
namespace {

/// Walks a well-formed JSON text and calls `visit` with the line, the path in JsonReader's words
/// ("events[3] quantity"; empty for the whole) and whether a key stood there before. It stops where `visit` says so.
class Walk
{
public:
    using Visit = std::function<bool(int line, const QString& path, bool repeated)>;
    Walk(const QByteArray& json, Visit visit) : m_json(json), m_visit(std::move(visit)) {}

    void run()
    {
        for (; m_at < m_json.size() && !m_stopped; ++m_at)
            step(m_json[m_at]);
    }

private:
    struct Level
    {
        bool isObject = false;
        QString path; ///< of the object or array itself
        QString key;  ///< of the member that is being read
        int index = -1;
        bool expectsKey = true;
        QSet<QString> keys;
    };

    void step(char c)
    {
        switch (c) {
        case '\n': ++m_line; break;
        case '{':
        case '[':
            beginValue();
            m_levels.push_back({c == '{', valuePath(), {}, -1, true, {}});
            break;
        case '}':
        case ']': m_levels.pop_back(); break;
        case ',': m_levels.back().expectsKey = true; break;
        case '"': text(); break;
        default:
            if (c != ':' && c != ' ' && c != '\t' && c != '\r')
                beginValue();
        }
    }

    /// Notes the next element of an array at its first character.
    void beginValue()
    {
        if (m_levels.empty() || m_levels.back().isObject || !m_levels.back().expectsKey)
            return;
        m_levels.back().expectsKey = false;
        ++m_levels.back().index;
        report(valuePath(), false);
    }

    QString valuePath() const
    {
        if (m_levels.empty())
            return {};
        const Level& level = m_levels.back();
        if (!level.isObject)
            return QStringLiteral("%1[%2]").arg(level.path).arg(level.index);
        return level.path.isEmpty() ? level.key : level.path + QLatin1Char(' ') + level.key;
    }

    void text()
    {
        const qsizetype from = m_at;
        for (++m_at; m_json[m_at] != '"'; ++m_at)
            if (m_json[m_at] == '\\')
                ++m_at;
        if (m_levels.empty() || !m_levels.back().isObject || !m_levels.back().expectsKey) {
            beginValue();
            return;
        }
        Level& level = m_levels.back();
        level.expectsKey = false;
        const QByteArray raw = m_json.sliced(from, m_at - from + 1);
        level.key = raw.contains('\\') ? QJsonDocument::fromJson('[' + raw + ']').array().at(0).toString()
                                       : QString::fromUtf8(raw.sliced(1, raw.size() - 2));
        const bool repeated = level.keys.contains(level.key);
        level.keys.insert(level.key);
        report(valuePath(), repeated);
    }

    void report(const QString& path, bool repeated) { m_stopped = m_stopped || m_visit(m_line, path, repeated); }

    const QByteArray& m_json;
    Visit m_visit;
    std::vector<Level> m_levels;
    qsizetype m_at = 0;
    int m_line = 1;
    bool m_stopped = false;
};

} // namespace

std::optional<QString> repeatedKey(const QByteArray& json, const QString& file)
{
    std::optional<QString> sentence;
    Walk(json, [&](int line, const QString& path, bool repeated) {
        if (repeated)
            sentence = QStringLiteral("%1 line %2: ").arg(file).arg(line)
                       + QStringLiteral("\"%1\" stands there twice.").arg(path.right(80));
        return repeated;
    }).run();
    return sentence;
}

Error withLine(Error error, const QByteArray& json, const QString& file)
{
    static const QRegularExpression pattern(QStringLiteral(R"re(^(.*?): (?:"(\w+)")?)re"));
    const auto match = pattern.match(error.sentence);
    if (!match.hasMatch() || !match.captured(1).startsWith(file))
        return error;
    const QString place = match.captured(1).sliced(file.size()).trimmed();
    const QString member = place.isEmpty() ? match.captured(2) : place + QLatin1Char(' ') + match.captured(2);
    int line = 0;
    Walk(json, [&](int here, const QString& path, bool) {
        if (path == place || path == member)
            line = here;
        return path == member;
    }).run();
    if (line > 0) {
        const QString rest = error.sentence.sliced(match.capturedEnd(1));
        error.sentence = QStringLiteral("%1 line %2").arg(file).arg(line)
                         + (place.isEmpty() ? QString() : QStringLiteral(", ") + place) + rest;
    }
    return error;
}

} // namespace cartwright::feed
