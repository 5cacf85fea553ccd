#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QStringList>

#include <map>

namespace cartwright::dataset {

/// What a YOLO data.yaml says: the few forms of YAML that such files use (a map of scalars, a flow or block list of names, a
/// block map of numbered names). Tags, anchors and nesting beyond that are passed over.
struct YoloNames
{
    std::map<int, QString> names;          ///< by class number
    std::map<QString, QString> folders;    ///< "train" -> "images/train", as written; of lists the first
    QString path;                          ///< the member "path"
    int declared = -1;                     ///< the member "nc"
};

/// Refused where it names no classes.
Result<YoloNames> yoloNamesFrom(const QByteArray& yaml, const QString& where);
QByteArray toYaml(const QStringList& names, const QStringList& subsets);

} // namespace cartwright::dataset
