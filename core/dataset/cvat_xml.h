#pragma once

#include "core/dataset/intake.h"

#include <QXmlStreamReader>
#include <QXmlStreamWriter>

namespace cartwright::dataset {

// Shared by the two forms of CVAT. Source: CVAT's manual, "XML annotation format", version 1.1.

/// <meta> with the labels; `mode` is "annotation" or "interpolation".
void writeCvatMeta(QXmlStreamWriter& xml, const Header& header, const QString& mode, qsizetype size, const QString& source);
/// xtl, ytl, xbr, ybr.
void writeCvatCorners(QXmlStreamWriter& xml, const Box& box);
void writeCvatAttributes(QXmlStreamWriter& xml, const Mark& mark);

/// The names of the labels in <meta>, up to its end.
void readCvatMeta(QXmlStreamReader& xml, Intake& intake);
/// The box of a <box>, or around a <polygon>; nothing for other shapes. Notes what it was.
std::optional<Box> cvatBoxOf(const QXmlStreamReader& xml, Intake& intake, const QString& example);

} // namespace cartwright::dataset
