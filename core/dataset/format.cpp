#include "core/dataset/format.h"

namespace cartwright::dataset {

void ReadNotes::add(const QString& kind, const QString& example)
{
    Kind& own = m_kinds[kind];
    ++own.count;
    constexpr qsizetype mostExamples = 5;
    if (own.examples.size() < mostExamples && !example.isEmpty() && !own.examples.contains(example))
        own.examples.append(example.left(120));
}

QStringList ReadNotes::sentences() const
{
    QStringList list;
    for (const auto& [kind, own] : m_kinds) {
        const QString more = own.count > own.examples.size() && !own.examples.isEmpty() ? QStringLiteral(", …") : QString();
        list.append(own.examples.isEmpty()
                        ? QStringLiteral("%1: %2.").arg(kind).arg(own.count)
                        : QStringLiteral("%1: %2 (%3%4).").arg(kind).arg(own.count).arg(own.examples.join(QStringLiteral(", ")), more));
    }
    return list;
}

std::int64_t ReadNotes::count(const QString& kind) const
{
    const auto found = m_kinds.find(kind);
    return found == m_kinds.end() ? 0 : found->second.count;
}

QString Format::pictureOf(const Sample& sample) const
{
    return QStringLiteral("images/%1/%2.jpg").arg(sample.subset, sample.name);
}

const std::vector<std::unique_ptr<Format>>& allFormats()
{
    static const std::vector<std::unique_ptr<Format>> list = [] {
        std::vector<std::unique_ptr<Format>> made;
        for (const auto make : {cocoFormat, yoloFormat, vocFormat, cvatImagesFormat, cvatVideoFormat, datumaroFormat, motFormat,
                                webDatasetFormat, foldersFormat, jsonLinesFormat})
            made.push_back(make());
        return made;
    }();
    return list;
}

Result<const Format*> formatOf(const QString& word)
{
    QStringList words;
    for (const auto& format : allFormats()) {
        if (format->word() == word)
            return format.get();
        words.append(format->word());
    }
    return failure(ErrorKind::WrongUsage, QStringLiteral("\"%1\" is no format for datasets; there are %2.")
                                              .arg(word.left(40), words.join(QStringLiteral(", "))));
}

} // namespace cartwright::dataset
