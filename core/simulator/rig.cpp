#include "core/simulator/rig.h"

#include "core/simulator/random.h"

#include <cmath>

namespace cartwright::simulator {
namespace {

struct Mount
{
    const char* name;
    double yaw;   ///< degrees to the right of straight ahead, as seen from the shelf's front
    double pitch; ///< degrees above the middle of the shelf
    double gain;
    double warmth;
    double blur;
};

constexpr std::array<Mount, 8> mounts = {{{"Shelf, from the left", -17, 13, 1.00, 0.00, 0.35},
                                          {"Shelf, from the right", 19, 17, 0.92, 0.05, 0.45},
                                          {"Shelf, from above", 2, 25, 1.06, -0.05, 0.40},
                                          {"Shelf, far left", -28, 8, 0.88, -0.02, 0.50},
                                          {"Shelf, far right", 29, 9, 1.04, 0.03, 0.35},
                                          {"Shelf, above left", -9, 27, 0.96, 0.06, 0.45},
                                          {"Shelf, eye level", 8, 5, 1.02, -0.04, 0.40},
                                          {"Shelf, above right", 22, 24, 0.90, 0.02, 0.50}}};

double radians(double degrees) { return degrees * 3.14159265358979 / 180; }

} // namespace

std::vector<RigCamera> makeRig(int cameras, int width, int height, std::uint64_t seed)
{
    constexpr double distance = 190;
    constexpr double margin = 0.025;
    std::vector<RigCamera> rig;
    for (int number = 0; number < cameras; ++number) {
        Random random = Random(seed).fork(1000 + static_cast<std::uint64_t>(number));
        const Mount& mount = mounts[static_cast<std::size_t>(number) % mounts.size()];
        const double yaw = radians(mount.yaw + random.between(-2, 2));
        const double pitch = radians(mount.pitch + random.between(-2, 2));
        const Vec3 middle{unit::width / 2, unit::bottom / 2, 0};
        const Vec3 away{std::sin(yaw) * std::cos(pitch), -std::sin(pitch), std::cos(yaw) * std::cos(pitch)};
        RigCamera made;
        made.camera = {QStringLiteral("shelf-%1").arg(number + 1), QString::fromLatin1(mount.name), width,
                       height};
        made.view = View(middle + away * distance, middle, {0, 0, 0}, {unit::width, unit::bottom, 0}, width,
                         height, margin);
        made.gain = mount.gain * random.between(0.97, 1.03);
        made.warmth = mount.warmth;
        made.blur = mount.blur * width / 640.0;
        made.noise = random.between(1.2, 2.0);
        made.clockOffset = (random.below(3601) - 1800) * 1000;
        made.lateFrames = number == 0 ? 0 : random.below(5);
        rig.push_back(made);
    }
    return rig;
}

Store describeStore(const std::vector<RigCamera>& rig, const Assortment& assortment, int storeNumber)
{
    Store store;
    store.storeId = QStringLiteral("demo-%1").arg(storeNumber, 2, 10, QLatin1Char('0'));
    store.name = QStringLiteral("Corner shop (simulated)");
    store.timeZone = QStringLiteral("Europe/Stockholm");
    store.currency = currency();
    store.priceBasis = PriceBasis::TaxIncluded;
    store.taxClasses = taxClasses();
    store.receiptDueMinutes = 15;
    for (const RigCamera& camera : rig)
        store.cameras.push_back(camera.camera);
    for (int number = 0; number < emptyPlace; ++number) {
        const Place& place = assortment.place(number);
        Bin bin{place.binId,
                assortment.article(place.article).product.gtin,
                place.plateId,
                {}};
        for (const RigCamera& camera : rig) {
            BinView seen{camera.camera.cameraId, {}};
            for (const Vec3& corner : frontOf(assortment, number)) {
                const Point p = camera.view.project(corner);
                seen.polygon.push_back({std::round(p.x), std::round(p.y)});
            }
            bin.views.push_back(seen);
        }
        store.bins.push_back(bin);
    }
    return store;
}

} // namespace cartwright::simulator
