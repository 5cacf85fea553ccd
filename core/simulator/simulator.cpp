#include "core/simulator/simulator.h"

#include "core/base/json.h"
#include "core/base/safe_file.h"
#include "core/simulator/filming.h"
#include "core/simulator/photo_packs.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonDocument>

#include <atomic>
#include <exception>
#include <mutex>
#include <thread>

namespace cartwright::simulator {
namespace {

/// The folders and files of one store in the making.
struct Layout
{
    explicit Layout(const QString& folder)
        : store(folder + QStringLiteral("/store")), bundles(folder + QStringLiteral("/bundles")),
          truth(folder + QStringLiteral("/truth.json")),
          settings(folder + QStringLiteral("/simulation.json")), making(folder + QStringLiteral("/.making"))
    {
    }
    QString store;
    QString bundles;
    QString truth;
    QString settings;
    QString making; ///< half-made bundles; a bundle moves out of it when it is whole
};

/// Lets the work go on where the folder is new or was begun with the same settings.
Result<void> claimFolder(const QString& folder, const Layout& layout, const Settings& settings)
{
    const QByteArray wanted = toJsonText(toJson(settings));
    if (QFileInfo::exists(layout.settings)) {
        const auto found = readFile(layout.settings, 1 << 20);
        if (!found)
            return failure(found.error());
        if (*found != wanted)
            return failure(
                ErrorKind::Refused,
                QStringLiteral("%1 holds a simulated store of other settings; choose another folder.")
                    .arg(folder));
    } else {
        for (const QString& path : {layout.store, layout.bundles, layout.truth})
            if (QFileInfo::exists(path))
                return failure(
                    ErrorKind::Refused,
                    QStringLiteral(
                        "%1 exists already and was not made by the simulator; choose another folder.")
                        .arg(path));
        if (auto made = makeFolder(folder); !made)
            return made;
        if (auto written = writeFile(layout.settings, wanted); !written)
            return written;
    }
    QDir(layout.making).removeRecursively();
    for (const QString& path : {layout.making, layout.bundles})
        if (auto made = makeFolder(path); !made)
            return made;
    return {};
}

Result<void> makeBundle(const Studio& studio, const PlannedSale& sale, const Store& store,
                        const Layout& layout, const Cancellation& cancel)
{
    const QString place = layout.bundles + QLatin1Char('/') + sale.saleId;
    if (QFileInfo::exists(place))
        return {};
    const QString making = layout.making + QLatin1Char('/') + sale.saleId;
    const auto clips = studio.film(sale, making, cancel);
    if (!clips)
        return failure(clips.error());
    const auto series = writeTraces(sale, making);
    if (!series)
        return failure(series.error());
    if (auto written = writeFile(making + QStringLiteral("/sale.json"),
                                 toJsonText(saleJson(sale, store, studio.rig(), *clips, *series)));
        !written)
        return written;
    return renameIntoPlace(making, place);
}

/// Threads that take one sale after the other until all are done or one fails.
class Workers
{
public:
    Workers(const Studio& studio, const std::vector<PlannedSale>& sales, const Store& store,
            const Layout& layout, const Cancellation& cancel,
            const std::function<void(const Progress&)>& progress)
        : m_studio(studio), m_sales(sales), m_store(store), m_layout(layout), m_cancel(cancel.child()),
          m_progress(progress)
    {
    }

    Result<void> run(int threads)
    {
        std::vector<std::jthread> running;
        for (int i = 0; i < threads; ++i)
            running.emplace_back([this] { work(); });
        running.clear();
        return m_result;
    }

private:
    void work()
    {
        for (std::size_t i = m_next++; i < m_sales.size() && !m_cancel.isCancelled(); i = m_next++) {
            Result<void> made;
            try {
                made = makeBundle(m_studio, m_sales[i], m_store, m_layout, m_cancel);
            } catch (const std::exception& error) {
                made = failure(ErrorKind::Failed,
                               QStringLiteral("Drawing sale %1 failed.").arg(m_sales[i].saleId),
                               QString::fromLocal8Bit(error.what()));
            }
            const std::scoped_lock lock(m_mutex);
            if (!made) {
                if (m_result)
                    m_result = made;
                m_cancel.cancel();
                return;
            }
            ++m_done;
            if (m_progress)
                m_progress({m_done, static_cast<int>(m_sales.size())});
        }
    }

    const Studio& m_studio;
    const std::vector<PlannedSale>& m_sales;
    const Store& m_store;
    const Layout& m_layout;
    const Cancellation m_cancel;
    const std::function<void(const Progress&)>& m_progress;
    std::atomic<std::size_t> m_next = 0;
    std::mutex m_mutex;
    int m_done = 0;
    Result<void> m_result;
};

Summary summarise(const std::vector<PlannedSale>& sales, const std::vector<RigCamera>& rig,
                  const Settings& settings, const Layout& layout)
{
    Summary summary;
    summary.sales = static_cast<int>(sales.size());
    for (const PlannedSale& sale : sales) {
        ++summary.situations[sale.script.situation];
        summary.saleSeconds += sale.script.length;
        for (const TrueEvent& event : sale.script.events)
            summary.actions += event.kind == EventKind::None ? 0 : 1;
        for (std::size_t camera = 0; camera < rig.size(); ++camera) {
            const int frames = framesOf(sale.script, camera, rig[camera], settings.rate);
            summary.frames += frames;
            summary.clips += frames > 0 ? 1 : 0;
        }
    }
    summary.storeFolder = layout.store;
    summary.bundlesFolder = layout.bundles;
    summary.truthFile = layout.truth;
    return summary;
}

Result<Summary> make(const QString& folder, const Settings& settings, const Cancellation& cancel,
                     const std::function<void(const Progress&)>& progress)
{
    const Layout layout(folder);
    if (auto claimed = claimFolder(folder, layout, settings); !claimed)
        return failure(claimed.error());
    auto wares = settings.pictures.isEmpty() ? Result<Wares>(drawnWares(settings.products))
                                             : photographedWares(settings.pictures);
    if (!wares)
        return failure(wares.error());
    const Studio studio(makeRig(settings.cameras, settings.width, settings.height, settings.seed), settings,
                        arrange(std::move(wares->articles), settings.storeNumber), wares->packs);
    const std::vector<PlannedSale> sales = planSales(settings, studio.rig(), studio.assortment());
    const Store store = describeStore(studio.rig(), studio.assortment(), settings.storeNumber);
    if (auto written = writeStoreFolder(layout.store, store, studio.assortment(), wares->packs); !written)
        return failure(written.error());
    if (auto made = Workers(studio, sales, store, layout, cancel, progress).run(settings.workers);
        !made)
        return failure(made.error());
    if (cancel.isCancelled())
        return failure(
            ErrorKind::Cancelled,
            QStringLiteral("Making the store in %1 was stopped; the same call again goes on from here.")
                .arg(folder));
    const QByteArray truth = QJsonDocument(truthJson(sales, studio.rig())).toJson(QJsonDocument::Indented);
    if (auto written = writeFile(layout.truth, truth); !written)
        return failure(written.error());
    QDir(layout.making).removeRecursively();
    return summarise(sales, studio.rig(), settings, layout);
}

} // namespace

Result<Summary> makeStore(const QString& folder, const Settings& settings, const Cancellation& cancel,
                          const std::function<void(const Progress&)>& progress)
{
    if (auto checked = checkSettings(settings); !checked)
        return failure(checked.error());
    try {
        return make(folder, settings, cancel, progress);
    } catch (const std::exception& error) {
        return failure(ErrorKind::Failed,
                       QStringLiteral("Making the simulated store in %1 failed.").arg(folder),
                       QString::fromLocal8Bit(error.what()));
    }
}

} // namespace cartwright::simulator
