#include "ui/shell/place_facts.h"

#include <QCoreApplication>

namespace cartwright::ui {

namespace {

QString translated(const char* text)
{
    return QCoreApplication::translate("PlaceFacts", text);
}

} // namespace

PlaceFacts factsOf(PlaceId place)
{
    using trust::Action;
    const auto facts = [](const char* name, const char* objectName, const char* title, Glyph glyph, Action action) {
        return PlaceFacts{QLatin1String(name), QLatin1String(objectName), translated(title), glyph, action};
    };
    switch (place) {
    case PlaceId::Review:
        return facts("review", "placeReview", QT_TRANSLATE_NOOP("PlaceFacts", "Review"), Glyph::Review, Action::Review);
    case PlaceId::Queue:
        return facts("queue", "placeQueue", QT_TRANSLATE_NOOP("PlaceFacts", "Queue"), Glyph::Queue, Action::SeeQueue);
    case PlaceId::Disputes:
        return facts("disputes", "placeDisputes", QT_TRANSLATE_NOOP("PlaceFacts", "Disputes"), Glyph::Disputes,
                     Action::SeeReceipts);
    case PlaceId::Datasets:
        return facts("datasets", "placeDatasets", QT_TRANSLATE_NOOP("PlaceFacts", "Datasets"), Glyph::Datasets,
                     Action::SeeDatasets);
    case PlaceId::Models:
        return facts("models", "placeModels", QT_TRANSLATE_NOOP("PlaceFacts", "Models"), Glyph::Models,
                     Action::SeeModels);
    case PlaceId::Measures:
        return facts("measures", "placeMeasures", QT_TRANSLATE_NOOP("PlaceFacts", "Measures"), Glyph::Measures,
                     Action::SeeMeasures);
    case PlaceId::Administration:
        return facts("administration", "placeAdministration", QT_TRANSLATE_NOOP("PlaceFacts", "Administration"),
                     Glyph::Administration, Action::Examine);
    }
    return {};
}

std::optional<PlaceId> placeNamed(const QString& name)
{
    for (int i = 0; i < placeCount; ++i)
        if (factsOf(static_cast<PlaceId>(i)).name == name)
            return static_cast<PlaceId>(i);
    return std::nullopt;
}

QString placeNames()
{
    QStringList names;
    for (int i = 0; i < placeCount; ++i)
        names << factsOf(static_cast<PlaceId>(i)).name;
    return names.join(QStringLiteral(", "));
}

} // namespace cartwright::ui
