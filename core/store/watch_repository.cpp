#include "core/store/watch_repository.h"

#include "core/store/log_rows.h"
#include "core/store/sale_rows.h"
#include "core/store/words.h"

namespace cartwright::store {

Result<void> WatchRepository::begin(const Reveal& reveal, const Actor& actor)
{
    if (reveal.reason.trimmed().isEmpty())
        return failure(ErrorKind::Refused, QStringLiteral("People are shown unmasked for a reason only; give one."));
    return note(QStringLiteral("people.revealed"), reveal, actor);
}

Result<void> WatchRepository::end(const Reveal& reveal, const Actor& actor)
{
    return note(QStringLiteral("people.masked_again"), reveal, actor);
}

Result<void> WatchRepository::note(const QString& action, const Reveal& reveal, const Actor& actor)
{
    Work work(m_database.gateway(), Work::Kind::Write);
    needSale(work, reveal.key);
    writeLog(work, actor, action, pathOf(reveal.key),
             {{QStringLiteral("camera"), reveal.cameraId},
              {QStringLiteral("from"), formatUtc(reveal.from)},
              {QStringLiteral("until"), formatUtc(reveal.until)},
              {QStringLiteral("reason"), reveal.reason.trimmed()}});
    return work.finish();
}

} // namespace cartwright::store
