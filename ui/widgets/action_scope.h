#pragma once

#include <QString>

namespace cartwright::ui {

/// Where an action's keys mean something. Everything from Review to Annotate is in front together, so their keys must
/// differ; the other places have keys of their own, because only one place is in front at a time.
enum class ActionScope : std::uint8_t {
    Global,
    Review,
    Player,
    Timeline,
    Cart,
    Annotate,
    Queue,
    Disputes,
    Datasets,
    Models,
    Measures,
    Administration
};

/// "everywhere", "cart", …, as the shortcut editor shows it.
QString scopeTitle(ActionScope scope);

/// Whether one key cannot mean two things in these scopes.
bool scopesMeet(ActionScope one, ActionScope other);

} // namespace cartwright::ui
