#pragma once

#include <QIcon>

namespace cartwright::ui {

/// Small drawn signs that follow the palette and every scale.
enum class Glyph : std::uint8_t {
    Play, Pause, StepBack, StepForward, Back, Forward, PreviousEvent, NextEvent, Loop,
    Review, Queue, Disputes, Datasets, Models, Measures, Administration,
};

QIcon glyph(Glyph which);

} // namespace cartwright::ui
