#include "core/pipeline/copy_settings.h"

#include "core/base/json.h"

namespace cartwright::pipeline {

Result<CopySettings> copySettingsFrom(const QJsonObject& settings)
{
    CopySettings result;
    JsonReader reader(settings.value(QStringLiteral("review_copies")).toObject(),
                      QStringLiteral("settings.json review_copies"));
    const auto number = [&](const char* key, std::int64_t low, std::int64_t high, int fallback) {
        return static_cast<int>(reader.optionalInteger(QLatin1String(key), low, high).value_or(fallback));
    };
    media::CopyOptions& copy = result.copy;
    copy.maxWidth = number("max_width", 64, 4096, copy.maxWidth);
    copy.maxHeight = number("max_height", 64, 4096, copy.maxHeight);
    copy.constantQuality = number("quality", 0, 51, copy.constantQuality);
    copy.keyframeEvery = number("keyframe_every", 1, 250, copy.keyframeEvery);
    if (const QString preset = reader.optionalText(QStringLiteral("preset"), 32); !preset.isEmpty())
        copy.preset = preset;
    result.decisiveLength = number("decisive_seconds", 0, 600, static_cast<int>(result.decisiveLength / microsecondsPerSecond)) *
                            microsecondsPerSecond;
    vision::PeopleSettings& people = result.people;
    if (const QString folder = reader.optionalText(QStringLiteral("cascades"), 4096); !folder.isEmpty())
        people.cascadeFolder = folder;
    people.faceModel = reader.optionalText(QStringLiteral("face_model"), 4096);
    const QString masking = reader.optionalText(QStringLiteral("masking"), 32);
    if (masking == QLatin1String("whole"))
        people.masking = vision::PeopleSettings::Masking::Whole;
    else if (!masking.isEmpty() && masking != QLatin1String("people"))
        reader.refuse(QStringLiteral("\"masking\" is \"people\" or \"whole\", not \"%1\"").arg(masking));
    if (reader.error())
        return failure(*reader.error());
    return result;
}

} // namespace cartwright::pipeline
