#include "core/vision/people_masker.h"

#include "core/vision/people_motion.h"
#include "core/vision/people_tracks.h"
#include "core/vision/picture_view.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>

namespace cartwright::vision {
namespace {

constexpr Microseconds lookDistance = 250'000;
constexpr int faceLooks = 3; ///< every third look is for faces too: cascades cost most, and a body's head is masked anyway
constexpr double faceMargin = 0.35;   ///< of a found face, on each side
constexpr double bodyNarrower = 0.15; ///< the detector's window has room at both sides, where hands may work
constexpr double headShare = 0.3; ///< of a found body, from its top: there the head is

int cellFor(int width) { return std::clamp(width / 40 / 4 * 4, 8, 32); }

cv::Rect2d grown(const cv::Rect2d& box, double x, double y)
{
    return {box.x - box.width * x, box.y - box.height * y, box.width * (1 + 2 * x), box.height * (1 + 2 * y)};
}

} // namespace

struct PeopleMasker::Private
{
    std::shared_ptr<PeopleModels> models;
    std::vector<ClearArea> clear;
    int clipWidth = 0;
    PeopleTracks tracks;
    PeopleMotion motion;
    QString trouble;
    std::size_t found = 0;
    int looks = 0;
    std::optional<Microseconds> looked;
    int width = 0;
    int height = 0;
    std::vector<std::uint8_t> clearCells;

    bool isWhole() const { return models == nullptr; }
    media::MaskGrid emptyGrid() const;
    void prepareCells();
    void mark(media::MaskGrid& grid, const cv::Rect2d& box, bool spareBins) const;
};

media::MaskGrid PeopleMasker::Private::emptyGrid() const
{
    media::MaskGrid grid;
    grid.cell = cellFor(width);
    grid.columns = (width + grid.cell - 1) / grid.cell;
    grid.rows = (height + grid.cell - 1) / grid.cell;
    return grid;
}

void PeopleMasker::Private::prepareCells()
{
    const media::MaskGrid grid = emptyGrid();
    clearCells.assign(static_cast<std::size_t>(grid.columns * grid.rows), 0);
    const double scale = clipWidth > 0 ? static_cast<double>(width) / clipWidth : 1;
    for (const ClearArea& area : clear) {
        std::vector<cv::Point2f> corners;
        for (const Point& point : area)
            corners.emplace_back(static_cast<float>(point.x * scale), static_cast<float>(point.y * scale));
        if (corners.size() < 3)
            continue;
        for (std::size_t i = 0; i < clearCells.size(); ++i) {
            const auto column = static_cast<int>(i) % grid.columns;
            const auto row = static_cast<int>(i) / grid.columns;
            const cv::Point2f middle(static_cast<float>((column + 0.5) * grid.cell), static_cast<float>((row + 0.5) * grid.cell));
            if (cv::pointPolygonTest(corners, middle, false) >= 0)
                clearCells[i] = 1;
        }
    }
}

void PeopleMasker::Private::mark(media::MaskGrid& grid, const cv::Rect2d& box, bool spareBins) const
{
    if (grid.cells.empty())
        grid.cells.assign(static_cast<std::size_t>(grid.columns * grid.rows), 0);
    const auto first = [&](double edge, int count) { return std::clamp(static_cast<int>(std::floor(edge / grid.cell)), 0, count); };
    const auto last = [&](double edge, int count) { return std::clamp(static_cast<int>(std::ceil(edge / grid.cell)), 0, count); };
    for (int row = first(box.y, grid.rows); row < last(box.y + box.height, grid.rows); ++row)
        for (int column = first(box.x, grid.columns); column < last(box.x + box.width, grid.columns); ++column) {
            const auto place = static_cast<std::size_t>(row * grid.columns + column);
            if (!spareBins || clearCells[place] == 0)
                grid.cells[place] = 1;
        }
}

PeopleMasker::PeopleMasker(std::shared_ptr<PeopleModels> models, std::vector<ClearArea> clear, int clipWidth)
    : d(std::make_unique<Private>())
{
    d->clipWidth = clipWidth;
    d->models = std::move(models);
    d->clear = std::move(clear);
}

PeopleMasker::~PeopleMasker() = default;

Microseconds PeopleMasker::lookAhead() const { return d->isWhole() ? 0 : std::max(PeopleTracks::holdBefore, PeopleMotion::holdBefore); }

void PeopleMasker::look(const media::Picture& luma, Microseconds timestamp)
{
    if (d->width != luma.width || d->height != luma.height) {
        d->width = luma.width;
        d->height = luma.height;
        d->prepareCells();
    }
    if (d->isWhole() || (d->looked && timestamp - *d->looked < lookDistance))
        return;
    d->looked = timestamp;
    try {
        const auto faces = d->looks++ % faceLooks == 0 ? PeopleFinder::Faces::Look : PeopleFinder::Faces::Skip;
        const std::vector<Person> people = PeopleFinder(*d->models).find(viewOf(luma), faces);
        d->found += people.size();
        d->motion.look(viewOf(luma), timestamp);
        d->tracks.add(people, timestamp, [this](const cv::Rect2d& box) { return d->motion.shareIn(box); });
    } catch (const cv::Exception& exception) {
        d->models.reset();
        d->trouble = QStringLiteral("the people detector gave up: %1").arg(QString::fromLocal8Bit(exception.what()).simplified());
    }
}

media::MaskGrid PeopleMasker::maskAt(Microseconds timestamp)
{
    media::MaskGrid grid = d->emptyGrid();
    if (d->isWhole()) {
        grid.cells.assign(static_cast<std::size_t>(grid.columns * grid.rows), 1);
        return grid;
    }
    for (const Person& person : d->tracks.at(timestamp)) {
        if (person.part == Person::Part::Face) {
            d->mark(grid, grown(person.box, faceMargin, faceMargin), false);
            continue;
        }
        const cv::Rect2d body = grown(person.box, -bodyNarrower, 0);
        d->mark(grid, body, true);
        d->mark(grid, {person.box.x, body.y, person.box.width, body.height * headShare}, false);
    }
    for (const cv::Rect2d& edge : d->motion.edgesAt(timestamp))
        d->mark(grid, edge, true);
    d->tracks.forgetBefore(timestamp);
    d->motion.forgetBefore(timestamp);
    return grid;
}

QString PeopleMasker::state() const { return d->isWhole() ? QStringLiteral("whole") : QStringLiteral("people"); }
const QString& PeopleMasker::trouble() const { return d->trouble; }
std::size_t PeopleMasker::found() const { return d->found; }

} // namespace cartwright::vision
