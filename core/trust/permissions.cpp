#include "core/trust/permissions.h"

#include <QStringList>

#include <algorithm>

namespace cartwright::trust {
namespace {

struct Row
{
    Action action;
    const char* name;     ///< in the log
    const char* sentence; ///< "may not …"
    const char* allowed;  ///< a letter for each role that may: see `letterOf`
};

/// R reviewer, L lead, E ML engineer, M manager, O operator, P pipeline. The desk's owner may everything.
constexpr std::array<Row, actionCount> table{{
    {Action::UseProgram, "program.use", "use this program", "RLEMOP"},
    {Action::SeeQueue, "queue.see", "see the queue", "RL MOP"},
    {Action::SeeSale, "sale.see", "look into a sale", "RLEM P"},
    {Action::SeeProducts, "products.see", "search products", "RLEMOP"},
    {Action::SeeReceipts, "receipts.see", "see receipts", "RL M P"},
    {Action::Review, "sale.review", "review sales", "RL"},
    {Action::Skip, "sale.skip", "skip sales", "RL"},
    {Action::Escalate, "sale.escalate", "escalate sales", "RL"},
    {Action::TakeEscalated, "sale.take_escalated", "take an escalated sale", " L"},
    {Action::SeeOpinions, "opinions.see", "see second opinions", " L"},
    {Action::RequestReview, "review.request", "ask for the review of a closed sale", " L M"},
    {Action::ImportStore, "store.import", "import stores and products", "    OP"},
    {Action::Ingest, "sale.ingest", "take in and analyse sales", "    OP"},
    {Action::CreateDataset, "dataset.create", "make datasets", "  E"},
    {Action::SeeDatasets, "dataset.see", "see datasets", " LE O"},
    {Action::SeeModels, "model.see", "see models", " LE O"},
    {Action::TrainModels, "model.train", "train or import models", "  E"},
    {Action::PromoteModels, "model.promote", "make a model live or set the threshold", "  E O"},
    {Action::ShowPeople, "dataset.show_people", "make datasets that show people", "  E"},
    {Action::EraseShopper, "shopper.erase", "erase shoppers", "    O"},
    {Action::SeeMeasures, "measures.see", "see the measures", " LEMO"},
    {Action::ReadLog, "log.read", "read the log", " L  O"},
    {Action::VerifyLog, "log.verify", "verify the log", " L  O"},
    {Action::BackUp, "workspace.back_up", "back up the workspace", "    O"},
    {Action::Restore, "workspace.restore", "restore a workspace", "    O"},
    {Action::Examine, "workspace.examine", "examine the workspace", "    O"},
    {Action::ManageAccounts, "accounts.manage", "manage accounts", "    O"},
    {Action::ChangeSettings, "settings.change", "change settings", "    O"},
    {Action::RevealPeople, "people.reveal", "see people unmasked", " L M"},
    {Action::MeasureSpeed, "speed.measure", "fill or measure the workspace", "    O"},
}};

constexpr bool isInOrder()
{
    for (std::size_t i = 0; i < table.size(); ++i)
        if (static_cast<std::size_t>(table[i].action) != i)
            return false;
    return true;
}
static_assert(isInOrder());

const Row& rowOf(Action action) { return table[static_cast<std::size_t>(action)]; }

char letterOf(Role role)
{
    switch (role) {
    case Role::Reviewer: return 'R';
    case Role::Lead: return 'L';
    case Role::MlEngineer: return 'E';
    case Role::Manager: return 'M';
    case Role::Operator: return 'O';
    case Role::Pipeline: return 'P';
    case Role::DeskOwner: return '*';
    }
    return '?';
}

/// "a reviewer"
QString titleOf(Role role)
{
    switch (role) {
    case Role::Reviewer: return QStringLiteral("a reviewer");
    case Role::Lead: return QStringLiteral("a lead");
    case Role::MlEngineer: return QStringLiteral("an ML engineer");
    case Role::Manager: return QStringLiteral("a manager");
    case Role::Operator: return QStringLiteral("an operator");
    case Role::Pipeline: return QStringLiteral("the pipeline");
    case Role::DeskOwner: return QStringLiteral("the desk's owner");
    }
    return {};
}

} // namespace

bool isAllowed(Role role, Action action)
{
    return role == Role::DeskOwner || QLatin1String(rowOf(action).allowed).contains(QLatin1Char(letterOf(role)));
}

QString nameOf(Role role)
{
    switch (role) {
    case Role::Reviewer: return QStringLiteral("reviewer");
    case Role::Lead: return QStringLiteral("lead");
    case Role::MlEngineer: return QStringLiteral("ml_engineer");
    case Role::Manager: return QStringLiteral("manager");
    case Role::Operator: return QStringLiteral("operator");
    case Role::Pipeline: return QStringLiteral("pipeline");
    case Role::DeskOwner: return QStringLiteral("desk_owner");
    }
    return {};
}

Result<Role> roleOf(const QString& name)
{
    QStringList known;
    for (const Role role : accountRoles) {
        if (nameOf(role) == name)
            return role;
        known.append(nameOf(role));
    }
    return failure(ErrorKind::WrongUsage, QStringLiteral("There is no role \"%1\"; there are %2.")
                                              .arg(name, known.join(QStringLiteral(", "))));
}

QString nameOf(Action action) { return QLatin1String(rowOf(action).name); }

Error denial(const QString& who, Role role, Action action)
{
    QStringList others;
    for (const Role other : accountRoles)
        if (other != Role::Pipeline && isAllowed(other, action))
            others.append(titleOf(other));
    return Error{ErrorKind::Locked,
                 QStringLiteral("%1 is signed in as %2 and may not %3; ask %4.")
                     .arg(who, titleOf(role), QLatin1String(rowOf(action).sentence),
                          others.join(QStringLiteral(" or "))),
                 {}};
}

} // namespace cartwright::trust
