#include "app/desktop/axis_bench.h"

#include "ui/timeline/time_axis.h"

#include <QElapsedTimer>
#include <QPixmap>

#include <cmath>

namespace cartwright::ui {

namespace {

constexpr Microseconds saleLength = 600 * microsecondsPerSecond;

AxisContent fullContent(int events)
{
    AxisContent content;
    content.until = saleLength;
    for (int camera = 0; camera < 4; ++camera)
        content.cameras.push_back({QStringLiteral("camera %1").arg(camera + 1), 0, saleLength, {{camera * microsecondsPerSecond * 40, camera * microsecondsPerSecond * 44}}, {}, true});
    for (int i = 0; i < events; ++i) {
        const Microseconds at = saleLength * i / events;
        content.events.push_back({at, at + 300'000, i % 3 == 0 ? EventKind::Return : EventKind::Take, (i % 10) / 10.0, i % 7 == 0, {}});
        content.scans.push_back({at, {}});
        content.labels.push_back({at, {}});
    }
    constexpr int rate = 60;
    for (int plate = 0; plate < 4; ++plate) {
        std::vector<float> grams;
        for (int i = 0; i < rate * 600; ++i)
            grams.push_back(static_cast<float>(2000 + 300 * std::sin(i / 40.0 + plate)));
        content.traces.push_back({QString::number(plate), 0, rate, std::make_shared<const std::vector<float>>(std::move(grams))});
    }
    return content;
}

} // namespace

std::vector<double> measureAxis(int events)
{
    TimeAxis axis;
    axis.setContent(fullContent(events));
    axis.resize(1200, axis.sizeHint().height());
    axis.grab();
    std::vector<double> times;
    constexpr int paintings = 100;
    for (int i = 0; i < paintings; ++i) {
        axis.setMoment(saleLength * i / paintings);
        if (i % 2 == 0)
            axis.zoom(i < paintings / 2 ? 1.1 : 1 / 1.1);
        else
            axis.scroll(0.1);
        QElapsedTimer timer;
        timer.start();
        axis.grab();
        times.push_back(static_cast<double>(timer.nsecsElapsed()) / 1e6);
    }
    return times;
}

} // namespace cartwright::ui
