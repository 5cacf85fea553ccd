#include "app/cli/command.h"

#include <map>

namespace cartwright::cli {

std::optional<trust::Action> actionOf(const QString& verb)
{
    using trust::Action;
    static const std::map<QString, Action> actions{
        {QStringLiteral("init"), Action::UseProgram},
        {QStringLiteral("demo"), Action::UseProgram},
        {QStringLiteral("sign-in"), Action::UseProgram},
        {QStringLiteral("sign-out"), Action::UseProgram},
        {QStringLiteral("user password"), Action::UseProgram}, // one's own; another's is asked for where it is done
        {QStringLiteral("user add"), Action::ManageAccounts},
        {QStringLiteral("user list"), Action::ManageAccounts},
        {QStringLiteral("user disable"), Action::ManageAccounts},
        {QStringLiteral("user enable"), Action::ManageAccounts},
        {QStringLiteral("user role"), Action::ManageAccounts},
        {QStringLiteral("store import"), Action::ImportStore},
        {QStringLiteral("ingest"), Action::Ingest},
        {QStringLiteral("watch"), Action::Ingest},
        {QStringLiteral("analyse"), Action::Ingest},
        {QStringLiteral("prepare"), Action::Ingest},
        {QStringLiteral("queue"), Action::SeeQueue},
        {QStringLiteral("review show"), Action::SeeSale},
        {QStringLiteral("review apply"), Action::Review},
        {QStringLiteral("review skip"), Action::Skip},
        {QStringLiteral("review escalate"), Action::Escalate},
        {QStringLiteral("review opinions"), Action::SeeOpinions},
        {QStringLiteral("product search"), Action::SeeProducts},
        {QStringLiteral("receipt"), Action::SeeReceipts},
        {QStringLiteral("dataset create"), Action::CreateDataset},
        {QStringLiteral("dataset verify"), Action::SeeDatasets},
        {QStringLiteral("dataset list"), Action::SeeDatasets},
        {QStringLiteral("model train"), Action::TrainModels},
        {QStringLiteral("model evaluate"), Action::SeeModels},
        {QStringLiteral("model list"), Action::SeeModels},
        {QStringLiteral("model compare"), Action::SeeModels},
        {QStringLiteral("model calibrate"), Action::TrainModels},
        {QStringLiteral("model import"), Action::TrainModels},
        {QStringLiteral("model promote"), Action::PromoteModels},
        {QStringLiteral("model rollback"), Action::PromoteModels},
        {QStringLiteral("model shadow"), Action::PromoteModels},
        {QStringLiteral("threshold"), Action::TrainModels},
        {QStringLiteral("bench loop"), Action::MeasureSpeed},
        {QStringLiteral("dataset show"), Action::SeeDatasets},
        {QStringLiteral("dataset card"), Action::SeeDatasets},
        {QStringLiteral("dataset diff"), Action::SeeDatasets},
        {QStringLiteral("dataset count"), Action::SeeDatasets},
        {QStringLiteral("dataset export"), Action::CreateDataset},
        {QStringLiteral("dataset import"), Action::CreateDataset},
        {QStringLiteral("dataset scrub"), Action::EraseShopper},
        {QStringLiteral("erase"), Action::EraseShopper},
        {QStringLiteral("measures"), Action::SeeMeasures},
        {QStringLiteral("audit show"), Action::ReadLog},
        {QStringLiteral("audit verify"), Action::VerifyLog},
        {QStringLiteral("audit checkpoint"), Action::VerifyLog},
        {QStringLiteral("audit export"), Action::ReadLog},
        {QStringLiteral("backup"), Action::BackUp},
        {QStringLiteral("restore"), Action::Restore},
        {QStringLiteral("doctor"), Action::Examine},
        {QStringLiteral("bench events"), Action::MeasureSpeed},
        {QStringLiteral("bench analyse"), Action::MeasureSpeed},
        {QStringLiteral("bench fill"), Action::MeasureSpeed},
        {QStringLiteral("bench store"), Action::MeasureSpeed},
        {QStringLiteral("bench claims"), Action::MeasureSpeed},
        {QStringLiteral("bench review"), Action::MeasureSpeed},
        {QStringLiteral("bench replay"), Action::MeasureSpeed},
        {QStringLiteral("bench copy"), Action::MeasureSpeed},
        {QStringLiteral("bench export"), Action::MeasureSpeed},
        {QStringLiteral("bench masking"), Action::MeasureSpeed},
    };
    const auto found = actions.find(verb);
    return found == actions.end() ? std::nullopt : std::optional(found->second);
}

} // namespace cartwright::cli
