#pragma once

#include "core/dataset/format.h"

namespace cartwright::dataset {

/// What a card says, beside the counts.
struct CardFacts
{
    QString name;
    QString licence;
    QString since;          ///< name of the version before, or empty
    QJsonObject options;    ///< as in the manifest
    QJsonObject findings;   ///< noise of the labels, recall of the masking
    QJsonObject changes;    ///< new, changed, withdrawn against `since`
    QStringList notes;
};

/// card.md: what a person should know before using the data set.
QByteArray cardText(const CardFacts& facts, const QJsonObject& counts, const Format& format);
/// card.json: the same for programs.
QByteArray cardJson(const CardFacts& facts, const QJsonObject& counts, const Format& format);

} // namespace cartwright::dataset
