#pragma once

#include "core/media/review_copy.h"
#include "core/vision/people_masker.h"

namespace cartwright::pipeline {

/// How review copies of a workspace are made: its settings' "review_copies", each member of which may be missing:
///
///     {"max_width": 1280, "max_height": 720, "quality": 23, "preset": "veryfast", "keyframe_every": 12,
///      "masking": "people", "cascades": "/usr/share/opencv4/haarcascades", "face_model": "", "decisive_seconds": 12}
struct CopySettings
{
    media::CopyOptions copy;
    vision::PeopleSettings people;
    Microseconds decisiveLength = 12 * microsecondsPerSecond; ///< how much around the deciding event is copied first
};

/// Refused where a member is not what it should be.
Result<CopySettings> copySettingsFrom(const QJsonObject& settings);

} // namespace cartwright::pipeline
