#include "app/cli/command.h"

#include "core/pipeline/model_evaluation.h"
#include "core/pipeline/photo_model.h"

#include <QDir>

namespace cartwright::cli {
namespace {

void goalOptions(QCommandLineParser& parser)
{
    parser.addOption({QStringLiteral("budget"), QStringLiteral("At most so many reviews per 1,000 sales."), QStringLiteral("N")});
    parser.addOption({QStringLiteral("max-wrong"), QStringLiteral("At most this share of wrong receipts among those nobody looks at (default 0.005)."),
                      QStringLiteral("SHARE")});
    parser.addOption({QStringLiteral("confidence"), QStringLiteral("How sure of that (default 0.95)."), QStringLiteral("SHARE"), QStringLiteral("0.95")});
}

Result<std::optional<double>> optionalNumber(const Context& context, const char* name, double low, double high)
{
    const QString option = QString::fromLatin1(name);
    if (!context.options().isSet(option))
        return std::optional<double>();
    bool ok = false;
    const double value = context.options().value(option).toDouble(&ok);
    if (!ok || value < low || value > high)
        return failure(ErrorKind::WrongUsage, QStringLiteral("--%1 takes a number from %2 to %3.").arg(option).arg(low).arg(high));
    return std::optional(value);
}

Result<learning::ThresholdGoal> goalOf(const Context& context)
{
    const auto budget = optionalNumber(context, "budget", 0, 1000);
    const auto wrong = optionalNumber(context, "max-wrong", 1e-6, 1);
    const auto confidence = optionalNumber(context, "confidence", 0.5, 0.9999);
    for (const auto* value : {&budget, &wrong, &confidence})
        if (!*value)
            return failure(value->error());
    learning::ThresholdGoal goal{*budget, *wrong, confidence->value_or(0.95)};
    if (!goal.mostWrong && !goal.reviewsPerThousand)
        goal.mostWrong = 0.005;
    return goal;
}

void trainOptions(QCommandLineParser& parser)
{
    goalOptions(parser);
    parser.addOption({QStringLiteral("name"), QStringLiteral("The model's name (default \"shop\")."), QStringLiteral("NAME"), QStringLiteral("shop")});
    parser.addOption({QStringLiteral("hold-back"), QStringLiteral("A store that nothing is learned from; may be given more than once."),
                      QStringLiteral("STORE")});
    parser.addOption({QStringLiteral("photos"), QStringLiteral("A list of photos to train on: \"path, fine class, coarse class\" a line."),
                      QStringLiteral("LIST")});
    parser.addOption({QStringLiteral("out"), QStringLiteral("The folder to write the model to (with --photos; default ./photo-model)."),
                      QStringLiteral("DIR"), QStringLiteral("photo-model")});
}

void evaluateOptions(QCommandLineParser& parser)
{
    parser.addOption({QStringLiteral("photos"), QStringLiteral("A list of photos to evaluate on."), QStringLiteral("LIST")});
    parser.addOption({QStringLiteral("model"), QStringLiteral("The model's folder (with --photos; default ./photo-model)."),
                      QStringLiteral("DIR"), QStringLiteral("photo-model")});
    parser.addOption({QStringLiteral("store"), QStringLiteral("Evaluate on this store's sales only; may be given more than once."), QStringLiteral("STORE")});
}

QString percent(double share) { return QString::number(100 * share, 'f', 1) + QStringLiteral(" %"); }

Result<ExitCode> trainPhotos(Context& context)
{
    const QString folder = context.options().value(QStringLiteral("out"));
    if (QDir(folder).exists())
        return failure(ErrorKind::Refused, QStringLiteral("%1 exists already: name another folder with --out.").arg(folder));
    auto trained = pipeline::trainOnPhotos(context.options().value(QStringLiteral("photos")), vision::RecogniserSettings::forPhotos(),
                                           context.clock(), context.cancel(), context.progress(QStringLiteral("trained")));
    if (!trained)
        return failure(trained.error());
    for (const QString& note : trained->notes)
        context.say(note);
    if (auto saved = learning::saveModel(folder, trained->model); !saved)
        return failure(saved.error());
    if (context.wantsJson()) {
        context.print(QJsonObject{{QStringLiteral("folder"), folder},
                                  {QStringLiteral("photos"), trained->photos},
                                  {QStringLiteral("classes"), trained->model.card.classes.size()},
                                  {QStringLiteral("held_out_fine"), trained->heldOutFine},
                                  {QStringLiteral("model_bytes"), static_cast<qint64>(trained->model.recogniser->size())},
                                  {QStringLiteral("seconds"), trained->seconds}});
        return Done;
    }
    context.print(QStringLiteral("%1 photos of %2 classes in %3 s; of photos held back in training %4 were told right.")
                      .arg(trained->photos).arg(trained->model.card.classes.size()).arg(trained->seconds, 0, 'f', 0)
                      .arg(percent(trained->heldOutFine)));
    context.print(QStringLiteral("Next: cartwright-cli model evaluate --photos LIST --model %1").arg(folder));
    return Done;
}

Result<ExitCode> evaluatePhotos(Context& context)
{
    const auto model = learning::loadModel(context.options().value(QStringLiteral("model")));
    if (!model)
        return failure(model.error());
    const auto score = pipeline::evaluateOnPhotos(*model, context.options().value(QStringLiteral("photos")), context.cancel(),
                                                  context.progress(QStringLiteral("evaluated")));
    if (!score)
        return failure(score.error());
    const double fine = static_cast<double>(score->fine) / score->photos;
    const double coarse = static_cast<double>(score->coarse) / score->photos;
    if (context.wantsJson()) {
        context.print(QJsonObject{{QStringLiteral("photos"), score->photos},
                                  {QStringLiteral("fine"), fine},
                                  {QStringLiteral("coarse"), coarse},
                                  {QStringLiteral("calibration_error"), score->calibrationError},
                                  {QStringLiteral("seconds_each"), score->secondsEach}});
        return Done;
    }
    context.print(QStringLiteral("%1 photos: fine %2, coarse %3, calibration error %4, %5 s each")
                      .arg(score->photos).arg(percent(fine), percent(coarse), percent(score->calibrationError))
                      .arg(score->secondsEach, 0, 'f', 3));
    return Done;
}

void printTraining(Context& context, const pipeline::SaleTraining& training)
{
    for (const QString& note : training.notes)
        context.say(note);
    if (context.wantsJson()) {
        context.print(QJsonObject{{QStringLiteral("model"), training.record.title()},
                                  {QStringLiteral("crops"), training.crops},
                                  {QStringLiteral("catalogue_pictures"), training.pictures},
                                  {QStringLiteral("judged_sales"), training.receipts},
                                  {QStringLiteral("crops_told_right"), training.heldOutRight},
                                  {QStringLiteral("receipt_calibration_error"), training.calibrationError},
                                  {QStringLiteral("threshold"), training.threshold},
                                  {QStringLiteral("threshold_note"), training.thresholdNote},
                                  {QStringLiteral("seconds"), training.seconds}});
        return;
    }
    context.print(QStringLiteral("%1: learned from %2 crops of labels, %3 catalogue pictures and %4 judged sales.")
                      .arg(training.record.title()).arg(training.crops).arg(training.pictures).arg(training.receipts));
    if (training.crops > 0)
        context.print(QStringLiteral("Products told right when held back: %1").arg(percent(training.heldOutRight)));
    context.print(QStringLiteral("Threshold %1. %2").arg(training.threshold).arg(training.thresholdNote));
    context.print(QStringLiteral("Next: cartwright-cli model promote \"%1\"").arg(training.record.title()));
}

Result<pipeline::SaleTrainingOptions> trainingOptions(const Context& context, const OpenWorkspace& open)
{
    const auto goal = goalOf(context);
    if (!goal)
        return failure(goal.error());
    pipeline::SaleTrainingOptions options;
    options.goal = *goal;
    options.actor = open.who.actor();
    return options;
}

Result<ExitCode> runTrain(Context& context)
{
    if (context.options().isSet(QStringLiteral("photos")))
        return trainPhotos(context);
    auto open = context.openWorkspace();
    if (!open)
        return failure(open.error());
    auto options = trainingOptions(context, *open);
    if (!options)
        return failure(options.error());
    options->name = context.options().value(QStringLiteral("name"));
    options->heldBackStores = context.options().values(QStringLiteral("hold-back"));
    const auto training = pipeline::trainOnSales(open->workspace, *open->database, *options, context.cancel(), context.progress(QStringLiteral("trained")));
    if (!training)
        return failure(training.error());
    printTraining(context, *training);
    return Done;
}

Result<ExitCode> runCalibrate(Context& context)
{
    auto open = context.openWorkspace();
    if (!open)
        return failure(open.error());
    const auto options = trainingOptions(context, *open);
    const auto record = store::ModelRepository(*open->database).find(context.arguments().join(QLatin1Char(' ')));
    if (!options || !record)
        return failure(!options ? options.error() : record.error());
    const auto training = pipeline::recalibrate(open->workspace, *open->database, *record, *options);
    if (!training)
        return failure(training.error());
    printTraining(context, *training);
    return Done;
}

/// What a goal would cost, on what is known today; nothing is changed.
Result<ExitCode> runThreshold(Context& context)
{
    const auto goal = goalOf(context);
    if (!goal)
        return failure(goal.error());
    auto open = context.openWorkspace();
    if (!open)
        return failure(open.error());
    store::ModelRepository repository(*open->database);
    const auto judged = repository.judged();
    const auto sales = repository.decidedSales();
    if (!judged || !sales)
        return failure(!judged ? judged.error() : sales.error());
    const auto model = learning::ReceiptModel::train(pipeline::receiptsToLearnFrom(*judged));
    if (!model)
        return failure(model.error());
    const auto found = pipeline::findThreshold(*judged, *model, *sales, *goal);
    if (!found.choice)
        return failure(ErrorKind::Refused, found.note);
    const auto& choice = *found.choice;
    if (context.wantsJson()) {
        context.print(QJsonObject{{QStringLiteral("threshold"), choice.threshold},
                                  {QStringLiteral("reviews_per_1000"), choice.reviewsPerThousand},
                                  {QStringLiteral("audited"), choice.audited},
                                  {QStringLiteral("unseen"), choice.unflagged},
                                  {QStringLiteral("wrong"), choice.wrong},
                                  {QStringLiteral("wrong_bound"), choice.wrongBound},
                                  {QStringLiteral("confidence"), goal->confidence},
                                  {QStringLiteral("least_audit_share"), choice.leastAuditShare}});
        return Done;
    }
    context.print(QStringLiteral("Threshold %1: %2 reviews per 1,000 sales expected. %3 Keep auditing at least %4 of the sales.")
                      .arg(choice.threshold).arg(choice.reviewsPerThousand, 0, 'f', 0).arg(found.note, percent(choice.leastAuditShare)));
    context.print(QStringLiteral("Next: cartwright-cli model calibrate MODEL with the same goal, then model promote."));
    return Done;
}

Result<ExitCode> evaluateSales(Context& context)
{
    auto open = context.openWorkspace();
    if (!open)
        return failure(open.error());
    const auto record = store::ModelRepository(*open->database).find(context.arguments().join(QLatin1Char(' ')));
    if (!record)
        return failure(record.error());
    const auto result = pipeline::evaluateOnSales(open->workspace, *open->database, *record, context.options().values(QStringLiteral("store")),
                                                  context.cancel(), context.progress(QStringLiteral("evaluated")));
    if (!result)
        return failure(result.error());
    for (const QString& note : result->notes)
        context.say(note);
    if (context.wantsJson()) {
        context.print(QJsonObject{{QStringLiteral("judged_sales"), result->receipts},
                                  {QStringLiteral("reviews_per_1000"), result->expected.reviewsPerThousand},
                                  {QStringLiteral("wrong_share"), result->expected.wrongShare},
                                  {QStringLiteral("receipt_calibration_error"), result->calibrationError},
                                  {QStringLiteral("crops"), result->crops},
                                  {QStringLiteral("crops_right"), result->cropsRight},
                                  {QStringLiteral("crop_calibration_error"), result->cropCalibrationError}});
        return Done;
    }
    context.print(QStringLiteral("%1 judged sales: %2 reviews per 1,000, %3 wrong receipts expected; calibration error %4")
                      .arg(result->receipts).arg(result->expected.reviewsPerThousand, 0, 'f', 0)
                      .arg(percent(result->expected.wrongShare), percent(result->calibrationError)));
    if (result->crops > 0)
        context.print(QStringLiteral("%1 of %2 labelled pieces told right; calibration error %3")
                          .arg(result->cropsRight).arg(result->crops).arg(percent(result->cropCalibrationError)));
    return Done;
}

Result<ExitCode> runEvaluate(Context& context)
{
    if (context.options().isSet(QStringLiteral("photos")))
        return evaluatePhotos(context);
    if (context.arguments().isEmpty())
        return failure(ErrorKind::WrongUsage, QStringLiteral("Name the model, or photos with --photos LIST."));
    return evaluateSales(context);
}

} // namespace

std::vector<Command> modelCommands()
{
    return {{QStringLiteral("model train"), QString(), QStringLiteral("Train a model on reviewed sales, or on a list of photos."),
             QStringLiteral("cartwright-cli model train --workspace ./shop --hold-back store-9"), 0, 0, trainOptions, runTrain},
            {QStringLiteral("model evaluate"), QStringLiteral("[MODEL]"), QStringLiteral("Measure a model on sales or photos it was not trained on."),
             QStringLiteral("cartwright-cli model evaluate \"shop 20260302T081500-000Z\" --store store-9 --workspace ./shop"), 0, 2, evaluateOptions,
             runEvaluate},
            {QStringLiteral("model calibrate"), QStringLiteral("MODEL"),
             QStringLiteral("Learn receipt confidence and threshold of a model anew, as a new version."),
             QStringLiteral("cartwright-cli model calibrate shop --max-wrong 0.005 --workspace ./shop"), 1, 2, goalOptions, runCalibrate},
            {QStringLiteral("threshold"), QString(), QStringLiteral("Say which threshold a goal needs and what it costs, on audited sales."),
             QStringLiteral("cartwright-cli threshold --max-wrong 0.005 --confidence 0.95 --workspace ./shop"), 0, 0, goalOptions, runThreshold}};
}

} // namespace cartwright::cli
