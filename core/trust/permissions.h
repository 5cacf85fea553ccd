#pragma once

#include "core/base/result.h"

#include <array>
#include <optional>

namespace cartwright::trust {

/// What somebody is in the store's work. DeskOwner is whoever sits at a workspace without accounts: one person who is
/// everything. Pipeline is the machine itself.
enum class Role : std::uint8_t { Reviewer, Lead, MlEngineer, Manager, Operator, Pipeline, DeskOwner };

/// The roles that an account can have; DeskOwner is none.
inline constexpr std::array accountRoles{Role::Reviewer, Role::Lead,     Role::MlEngineer,
                                         Role::Manager,  Role::Operator, Role::Pipeline};

/// What can be done. Window and command line ask for these and for nothing finer.
enum class Action : std::uint8_t {
    UseProgram, ///< make a workspace, sign in and out: needs no right
    SeeQueue,
    SeeSale, ///< one sale with its events, cart and clips
    SeeProducts,
    SeeReceipts,
    Review, ///< claim, correct, submit
    Skip,
    Escalate,
    TakeEscalated,
    SeeOpinions, ///< what others thought of a sale and could not submit
    RequestReview,
    ImportStore,
    Ingest, ///< take in sales, analyse and decide them
    CreateDataset,
    SeeDatasets,
    SeeModels,
    TrainModels, ///< and evaluate, calibrate, import them
    PromoteModels, ///< make one live, roll back, set the threshold
    ShowPeople,   ///< make datasets in which people are not masked
    EraseShopper, ///< take a shopper out of datasets
    SeeMeasures,
    ReadLog,
    VerifyLog,
    BackUp,
    Restore,
    Examine,
    ManageAccounts,
    ChangeSettings,
    RevealPeople, ///< see people unmasked, for a reason that is logged
    MeasureSpeed
};
inline constexpr int actionCount = static_cast<int>(Action::MeasureSpeed) + 1;

/// The one table of role and action, which window and command line both obey. Any thread.
bool isAllowed(Role role, Action action);

/// "reviewer", "ml_engineer", ...: as stored and typed.
QString nameOf(Role role);
/// WrongUsage with the names that there are.
Result<Role> roleOf(const QString& name);
/// "review.submit", ...: as logged.
QString nameOf(Action action);

/// Locked, in one sentence: who may not do what, and who may.
Error denial(const QString& who, Role role, Action action);

} // namespace cartwright::trust
