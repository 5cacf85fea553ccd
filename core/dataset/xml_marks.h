#pragma once

#include "core/dataset/collection.h"

#include <vector>

class QXmlStreamReader;

namespace cartwright::dataset {

/// A mark's attributes, with its track, as names and plain texts.
std::vector<std::pair<QString, QString>> textAttributes(const Mark& mark);
/// The attributes that `readNamedValues` gave, back as they were: track and keyframe become the mark's own.
void takeTrack(Mark& mark);
/// Reads <attribute name="..">value</attribute> or <attribute><name/><value/></attribute> up to the end of the current element.
QJsonObject readNamedValues(QXmlStreamReader& xml);

} // namespace cartwright::dataset
