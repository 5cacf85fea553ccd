#pragma once

#include <QPointF>

#include <optional>

class QKeyEvent;

namespace cartwright::ui {

/// By how many pixels this key moves what is drawn: one, with Shift ten; nothing where it is no arrow.
std::optional<QPointF> arrowOf(const QKeyEvent& key);

} // namespace cartwright::ui
