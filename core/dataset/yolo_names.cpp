#include "core/dataset/yolo_names.h"

#include "core/dataset/intake.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>

namespace cartwright::dataset {
namespace {

/// A scalar without its quotes and comment.
QString scalar(QString text)
{
    text = text.trimmed();
    if (text.startsWith(QLatin1Char('"'))) {
        const auto end = text.lastIndexOf(QLatin1Char('"'));
        // A double-quoted scalar of YAML is one of JSON's strings, as far as these files go.
        const auto parsed = QJsonDocument::fromJson("[" + text.left(end + 1).toUtf8() + "]");
        return parsed.array().isEmpty() ? text.mid(1, end - 1) : parsed.array().first().toString();
    }
    if (text.startsWith(QLatin1Char('\''))) {
        const auto end = text.lastIndexOf(QLatin1Char('\''));
        return text.mid(1, end - 1).replace(QStringLiteral("''"), QStringLiteral("'"));
    }
    const auto comment = text.indexOf(QStringLiteral(" #"));
    return comment >= 0 ? text.left(comment).trimmed() : text;
}

/// The scalars of "[a, 'b, c', \"d\"]".
QStringList flowList(const QString& text)
{
    static const QRegularExpression item(QStringLiteral("\\s*(\"(?:[^\"\\\\]|\\\\.)*\"|'(?:[^']|'')*'|[^,\\]]+)\\s*[,\\]]"));
    QStringList list;
    for (auto found = item.globalMatch(text, 1); found.hasNext();)
        list.append(scalar(found.next().captured(1)));
    return list;
}

class YamlWalk
{
public:
    void line(const QString& raw);
    YoloNames take() { return std::move(m_names); }

private:
    void top(const QString& key, const QString& value);
    void below(const QString& text);

    YoloNames m_names;
    QString m_key;     ///< the member whose block is being read
    QString m_pending; ///< a flow list over several lines
};

void YamlWalk::line(const QString& raw)
{
    const QString text = raw.trimmed();
    if (!m_pending.isEmpty()) {
        m_pending += QLatin1Char(' ') + text;
        if (text.endsWith(QLatin1Char(']')))
            top(m_key, std::exchange(m_pending, {}));
        return;
    }
    if (text.isEmpty() || text.startsWith(QLatin1Char('#')) || text.startsWith(QLatin1String("---")))
        return;
    if (raw.at(0).isSpace() || text.startsWith(QLatin1Char('-')))
        return below(text);
    static const QRegularExpression member(QStringLiteral("^([\\w-]+)\\s*:(.*)$"));
    const auto match = member.match(text);
    m_key = match.captured(1);
    const QString value = match.captured(2).trimmed();
    if (value.startsWith(QLatin1Char('[')) && !value.contains(QLatin1Char(']')))
        m_pending = value;
    else
        top(m_key, value);
}

void YamlWalk::top(const QString& key, const QString& value)
{
    if (value.isEmpty())
        return;
    const QStringList list = value.startsWith(QLatin1Char('[')) ? flowList(value) : QStringList{scalar(value)};
    if (key == QLatin1String("names"))
        for (const QString& name : list)
            m_names.names.emplace(static_cast<int>(m_names.names.size()), name);
    else if (key == QLatin1String("nc"))
        m_names.declared = scalar(value).toInt();
    else if (key == QLatin1String("path"))
        m_names.path = scalar(value);
    else if (key == QLatin1String("train") || key == QLatin1String("val") || key == QLatin1String("test") || key == QLatin1String("valid"))
        m_names.folders.emplace(key, list.value(0));
}

void YamlWalk::below(const QString& text)
{
    static const QRegularExpression numbered(QStringLiteral("^['\"]?(\\d+)['\"]?\\s*:\\s*(.*)$"));
    if (m_key == QLatin1String("names")) {
        const auto match = numbered.match(text);
        if (match.hasMatch())
            m_names.names.emplace(match.captured(1).toInt(), scalar(match.captured(2)));
        else if (text.startsWith(QLatin1Char('-')))
            m_names.names.emplace(static_cast<int>(m_names.names.size()), scalar(text.mid(1)));
    } else if (text.startsWith(QLatin1Char('-'))) {
        top(m_key, text.mid(1));
    }
}

} // namespace

Result<YoloNames> yoloNamesFrom(const QByteArray& yaml, const QString& where)
{
    YamlWalk walk;
    for (const QByteArray& line : yaml.split('\n'))
        walk.line(QString::fromUtf8(line));
    YoloNames names = walk.take();
    if (names.names.empty())
        return notOfFormat(where, QStringLiteral("it names no classes"));
    return names;
}

QByteArray toYaml(const QStringList& names, const QStringList& subsets)
{
    QByteArray text = "path: .\n";
    for (const QString& subset : subsets)
        text += subset.toUtf8() + ": images/" + subset.toUtf8() + '\n';
    text += "nc: " + QByteArray::number(names.size()) + "\nnames:\n";
    for (qsizetype i = 0; i < names.size(); ++i) {
        const QByteArray quoted = QJsonDocument(QJsonArray{names[i]}).toJson(QJsonDocument::Compact);
        text += "  " + QByteArray::number(i) + ": " + quoted.mid(1, quoted.size() - 2) + '\n';
    }
    return text;
}

} // namespace cartwright::dataset
