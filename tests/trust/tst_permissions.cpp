// Who may do what, cell by cell. The matrix below is written by hand and knows nothing of the program's own table.
#include "core/trust/permissions.h"

#include <QTest>

#include <map>
#include <set>

using namespace cartwright;
using namespace cartwright::trust;

namespace {

using enum Action;
using enum Role;

const std::set<Role> everybody{Reviewer, Lead, MlEngineer, Manager, Operator, Pipeline, DeskOwner};

/// Action, and all who may do it beside the desk's owner.
const std::map<Action, std::set<Role>>& expected()
{
    static const std::map<Action, std::set<Role>> matrix{
        {UseProgram, {Reviewer, Lead, MlEngineer, Manager, Operator, Pipeline}},
        {SeeQueue, {Reviewer, Lead, Manager, Operator, Pipeline}},
        {SeeSale, {Reviewer, Lead, MlEngineer, Manager, Pipeline}},
        {SeeProducts, {Reviewer, Lead, MlEngineer, Manager, Operator, Pipeline}},
        {SeeReceipts, {Reviewer, Lead, Manager, Pipeline}},
        {Review, {Reviewer, Lead}},
        {Skip, {Reviewer, Lead}},
        {Escalate, {Reviewer, Lead}},
        {TakeEscalated, {Lead}},
        {SeeOpinions, {Lead}},
        {RequestReview, {Lead, Manager}},
        {ImportStore, {Operator, Pipeline}},
        {Ingest, {Operator, Pipeline}},
        {CreateDataset, {MlEngineer}},
        {SeeDatasets, {Lead, MlEngineer, Operator}},
        {SeeModels, {Lead, MlEngineer, Operator}},
        {TrainModels, {MlEngineer}},
        {PromoteModels, {MlEngineer, Operator}},
        {ShowPeople, {MlEngineer}},
        {EraseShopper, {Operator}},
        {SeeMeasures, {Lead, MlEngineer, Manager, Operator}},
        {ReadLog, {Lead, Operator}},
        {VerifyLog, {Lead, Operator}},
        {BackUp, {Operator}},
        {Restore, {Operator}},
        {Examine, {Operator}},
        {ManageAccounts, {Operator}},
        {ChangeSettings, {Operator}},
        {RevealPeople, {Lead, Manager}},
        {MeasureSpeed, {Operator}},
    };
    return matrix;
}

} // namespace

class PermissionsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyCell_isAsWritten()
    {
        QCOMPARE(expected().size(), static_cast<std::size_t>(actionCount));
        for (const auto& [action, allowed] : expected())
            for (const Role role : everybody)
                QVERIFY2(isAllowed(role, action) == (role == DeskOwner || allowed.contains(role)),
                         qPrintable(nameOf(role) + QStringLiteral(" x ") + nameOf(action)));
    }

    void names_areDifferent_andReadBack()
    {
        std::set<QString> names;
        for (int i = 0; i < actionCount; ++i)
            names.insert(nameOf(static_cast<Action>(i)));
        QCOMPARE(names.size(), static_cast<std::size_t>(actionCount));
        QVERIFY(!names.contains(QString()));
        for (const Role role : accountRoles)
            QCOMPARE(roleOf(nameOf(role)).value(), role);
        QCOMPARE(roleOf(QStringLiteral("desk_owner")).error().kind, ErrorKind::WrongUsage);
        QCOMPARE(roleOf(QStringLiteral("Lead")).error().kind, ErrorKind::WrongUsage);
    }

    void denial_saysWhoMayInstead()
    {
        const Error error = denial(QStringLiteral("ada"), Reviewer, RequestReview);
        QCOMPARE(error.kind, ErrorKind::Locked);
        QCOMPARE(error.sentence, QStringLiteral("ada is signed in as a reviewer and may not ask for the review of a closed "
                                                "sale; ask a lead or a manager."));
    }
};

QTEST_GUILESS_MAIN(PermissionsTest)
#include "tst_permissions.moc"
