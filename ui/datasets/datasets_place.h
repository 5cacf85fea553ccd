#pragma once

#include "ui/bridge/dataset_service.h"
#include "ui/datasets/bar_list.h"
#include "ui/datasets/version_form.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/place.h"

#include <QListWidget>
#include <QPlainTextEdit>
#include <QStackedWidget>
#include <QStandardItemModel>
#include <QTableView>
#include <QTabWidget>

namespace cartwright::ui {

/// The Datasets place: which versions there are and what is new since, the pictures of one with their boxes, its figures and
/// its card, and a form that makes the next.
class DatasetsPlace : public Place
{
    Q_OBJECT

public:
    explicit DatasetsPlace(StoreThread& store, QWidget* parent = nullptr);

    QList<ActionGroup> actionGroups() const override;
    void setActive(bool active) override;
    bool isSettled() const override { return m_loaded && m_shown; }

Q_SIGNALS:
    void openAsked(const cartwright::SaleKey& key);

private:
    void makeActions();
    QWidget* makeVersions();
    QWidget* makeSamples();
    QWidget* makeFigures();
    void connectService();
    void show(const DatasetsReport& report);
    void showSamples(const SamplesReport& report);
    void showVersion();
    void openTile();
    QString currentFolder() const;

    DatasetService* m_service = nullptr;
    QAction* m_new = nullptr;
    QAction* m_refresh = nullptr;
    QAction* m_open = nullptr;
    Banner* m_banner = nullptr;
    QLabel* m_news = nullptr;
    VersionForm* m_form = nullptr;
    QStackedWidget* m_stack = nullptr;
    EmptyState* m_empty = nullptr;
    QStandardItemModel* m_versions = nullptr;
    QTableView* m_table = nullptr;
    QTabWidget* m_tabs = nullptr;
    QListWidget* m_tiles = nullptr;
    QComboBox* m_category = nullptr;
    QComboBox* m_origin = nullptr;
    QCheckBox* m_doubtful = nullptr;
    QLabel* m_matching = nullptr;
    std::vector<BarList*> m_bars;
    QPlainTextEdit* m_card = nullptr;
    std::vector<SampleTile> m_shownTiles;
    bool m_loaded = false;
    bool m_shown = true;
};

} // namespace cartwright::ui
