#pragma once

#include "core/trust/permissions.h"

#include "ui/widgets/glyphs.h"
#include "ui/widgets/place.h"

#include <optional>

namespace cartwright::ui {

/// What the rail, the command line and the roles know of a place.
struct PlaceFacts
{
    QString name;        ///< "review", as `--place` takes it
    QString objectName;  ///< "placeReview", of its action
    QString title;       ///< in the user's language
    Glyph glyph = Glyph::Review;
    trust::Action action = trust::Action::Review; ///< who may do this sees the place
};

PlaceFacts factsOf(PlaceId place);
std::optional<PlaceId> placeNamed(const QString& name);
/// "review, queue, …", for a sentence.
QString placeNames();

} // namespace cartwright::ui
