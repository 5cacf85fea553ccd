#pragma once

#include "labelled_clips.h"

/// What a dataset folder says, read back for tests.
namespace labelled {

struct Image
{
    QJsonObject entry;
    QString path; ///< inside the dataset
    QString split;
};

inline std::vector<Image> imagesOf(const Shop& shop, const QString& name)
{
    std::vector<Image> images;
    for (const dataset::Split split : dataset::allSplits) {
        const QString word = dataset::nameOf(split);
        const auto list = shop.json(QStringLiteral("%1/annotations/instances_%2.json").arg(name, word));
        for (const auto& entry : list.value(text("images")).toArray())
            images.push_back({entry.toObject(),
                              QStringLiteral("images/%1/%2").arg(word, entry[text("file_name")].toString()),
                              word});
    }
    return images;
}

inline std::vector<QJsonObject> annotationsOf(const Shop& shop, const QString& name)
{
    std::vector<QJsonObject> annotations;
    for (const dataset::Split split : dataset::allSplits) {
        const auto list =
            shop.json(QStringLiteral("%1/annotations/instances_%2.json").arg(name, dataset::nameOf(split)));
        for (const auto& entry : list.value(text("annotations")).toArray())
            annotations.push_back(entry.toObject());
    }
    return annotations;
}

} // namespace labelled

#define VERIFY_RESULT(result) QVERIFY2(result, result ? "" : qPrintable(result.error().sentence))
