#include "ui/review/next_pictures.h"

#include "ui/review/case_flow.h"
#include "ui/review/event_place.h"
#include "ui/timeline/axis_content.h"

namespace cartwright::ui {

NextPictures::NextPictures(Reaper& reaper, const PaneGrid& panes, QObject* parent)
    : QObject(parent), m_reaper(reaper), m_panes(panes)
{
    connect(&m_service, &StillsService::made, this, [this](quint64 request, const QImage& before, const QImage& after) {
        if (request != m_stillsRequest)
            return;
        m_stillsRequest = 0;
        m_stills = Stills{before, after};
    });
    connect(&m_service, &StillsService::failed, this, [this](quint64 request) {
        if (request == m_stillsRequest)
            m_stillsRequest = 0; // asked again when the sale is shown, which then says why
    });
}

void NextPictures::prepare(const OpenedCasePtr& opened)
{
    drop();
    m_opened = opened;
    review::Session session = sessionFor(opened->reviewCase);
    session.restore(opened->reviewCase.draft);
    const auto first = firstEventOf(*opened, session);
    const Event* event = first ? &session.state().events[*first].event : nullptr;
    const auto pane = event ? paneOf(*opened, *event) : std::nullopt;
    PreparedPlayer::Wish wish;
    wish.moment = event ? decidingMoment(*event) : axisContentOf(*opened, session).from;
    wish.pictureSizes = m_panes.pictureSizesFor(
        opened->cameras, pane, pane ? overlayOf(*opened, *event, *pane).focus : std::nullopt);
    wish.cacheBytesPerPane = m_cacheBytes / std::max<std::size_t>(1, opened->cameras.size());
    m_player = std::make_unique<PreparedPlayer>(m_reaper, opened->cameras, wish);
    if (event)
        if (const auto stills = stillsOf(*opened, *event))
            m_stillsRequest = m_service.make(stills->request);
}

void NextPictures::drop()
{
    m_opened.reset();
    m_player.reset();
    m_stills.reset();
    m_stillsRequest = 0;
}

std::optional<NextPictures::Pictures> NextPictures::take(const OpenedCasePtr& opened)
{
    if (!m_player || m_opened != opened) {
        drop();
        return std::nullopt;
    }
    Pictures taken{std::move(m_player), std::move(m_stills)};
    drop();
    return taken;
}

bool NextPictures::isReady() const
{
    return m_player && m_player->isReady() && m_stillsRequest == 0;
}

} // namespace cartwright::ui
