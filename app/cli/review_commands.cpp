#include "app/cli/command.h"
#include "app/cli/review_text.h"

#include "core/base/safe_file.h"
#include "core/domain/codec.h"
#include "core/domain/names.h"
#include "core/pipeline/outbox.h"
#include "core/store/sale_repository.h"

namespace cartwright::cli {
namespace {

void reviewerOptions(QCommandLineParser& parser)
{
    parser.addOption({QStringLiteral("reviewer"), QStringLiteral("Who reviews, in a workspace without accounts; the system's user where not given."),
                      QStringLiteral("NAME")});
    parser.addOption({QStringLiteral("reason"), QStringLiteral("Why: for skipping, escalating, or a change without evidence."),
                      QStringLiteral("TEXT")});
}

void applyOptions(QCommandLineParser& parser)
{
    reviewerOptions(parser);
    parser.addOption({QStringLiteral("corrections"),
                      QStringLiteral("JSON: {\"edits\": [...]} or {\"cart\": [{\"gtin\", \"quantity\"}]}, each with an optional "
                                     "\"evidence\": {\"camera_id\", \"clip_timestamp_us\"} and \"reason\"."),
                      QStringLiteral("FILE")});
    parser.addOption({QStringLiteral("confirm"), QStringLiteral("The predicted cart is right.")});
    parser.addOption({QStringLiteral("unresolvable"), QStringLiteral("Nobody can tell from the clips.")});
}

void queueOptions(QCommandLineParser& parser)
{
    parser.addOption({QStringLiteral("store"), QStringLiteral("Only this store."), QStringLiteral("ID")});
    parser.addOption({QStringLiteral("state"), QStringLiteral("waiting, claimed, escalated or done."), QStringLiteral("STATE")});
    parser.addOption({QStringLiteral("reason"), QStringLiteral("Only sales with this flag reason."), QStringLiteral("RULE")});
    parser.addOption({QStringLiteral("limit"), QStringLiteral("How many rows (default 100)."), QStringLiteral("N"),
                      QStringLiteral("100")});
}

Result<store::QueueFilter> queueFilter(const QCommandLineParser& options)
{
    store::QueueFilter filter;
    filter.storeId = options.value(QStringLiteral("store"));
    if (options.isSet(QStringLiteral("state"))) {
        const auto state = queueStateOf(options.value(QStringLiteral("state")));
        if (!state)
            return failure(state.error());
        filter.state = *state;
    }
    if (options.isSet(QStringLiteral("reason"))) {
        const auto rule = flagRuleOf(options.value(QStringLiteral("reason")));
        if (!rule)
            return failure(ErrorKind::WrongUsage, rule.error().sentence);
        filter.reason = *rule;
    }
    return filter;
}

Result<ExitCode> runQueue(Context& context)
{
    auto open = context.openWorkspace();
    if (!open)
        return failure(open.error());
    bool isNumber = false;
    const int limit = context.options().value(QStringLiteral("limit")).toInt(&isNumber);
    if (!isNumber || limit < 1)
        return failure(ErrorKind::WrongUsage, QStringLiteral("--limit takes a number from 1."));
    const auto filter = queueFilter(context.options());
    if (!filter)
        return failure(filter.error());
    store::QueueRepository queue(*open->database);
    const auto page = queue.page(*filter, 0, limit);
    if (!page)
        return failure(page.error());
    const auto counts = queue.counts(filter->storeId);
    if (!counts)
        return failure(counts.error());
    printQueue(context, *page, *counts);
    return Done;
}

/// Opens workspace, desk and the sale that the first argument names.
struct AtDesk
{
    OpenWorkspace open;
    SaleKey key;
    std::unique_ptr<review::Desk> desk;
};

/// What stands in verdicts' receipts and in the log: the desk's owner reviews as a reviewer.
QString roleOf(const trust::Identity& who)
{
    return who.role == trust::Role::DeskOwner ? QStringLiteral("reviewer") : trust::nameOf(who.role);
}

Result<AtDesk> sitDown(Context& context)
{
    auto open = context.openWorkspace();
    if (!open)
        return failure(open.error());
    auto key = store::SaleRepository(*open->database).find(context.arguments().first());
    if (!key)
        return failure(key.error());
    auto desk = std::make_unique<review::Desk>(open->workspace, *open->database,
                                               review::Reviewer{.name = open->who.name, .role = roleOf(open->who)},
                                               open->workspace.leaseLength());
    return AtDesk{std::move(*open), std::move(*key), std::move(desk)};
}

/// Claims the sale, where the role may have one that waits there.
Result<review::ReviewCase> claim(Context& context, AtDesk& at)
{
    const auto waits = store::QueueRepository(*at.open.database).entry(at.key);
    std::optional<trust::Action> special;
    if (!waits && waits.error().kind == ErrorKind::NotFound)
        special = trust::Action::RequestReview;
    else if (waits && waits->state == store::QueueState::Escalated)
        special = trust::Action::TakeEscalated;
    if (special)
        if (auto may = context.permit(at.open, *special); !may)
            return failure(may.error());
    return at.desk->claim(at.key);
}

Result<ExitCode> runShow(Context& context)
{
    const auto at = sitDown(context);
    if (!at)
        return failure(at.error());
    const auto shown = at->desk->look(at->key);
    if (!shown)
        return failure(shown.error());
    printCase(context, *shown);
    if (trust::isAllowed(at->open.who.role, trust::Action::SeeOpinions))
        if (const auto opinions = store::OpinionRepository(*at->open.database).of(at->key); opinions && !opinions->empty())
            context.say(QStringLiteral("%1 second opinions: cartwright-cli review opinions %2").arg(opinions->size()).arg(at->key.saleId));
    return Done;
}

Result<ExitCode> runOpinions(Context& context)
{
    const auto at = sitDown(context);
    if (!at)
        return failure(at.error());
    const auto opinions = store::OpinionRepository(*at->open.database).of(at->key);
    if (!opinions)
        return failure(opinions.error());
    printOpinions(context, *opinions);
    return Done;
}

/// Lays a corrections file over the session.
Result<void> applyCorrections(review::Session& session, const QString& path, const QString& reason)
{
    const auto bytes = readFile(path);
    if (!bytes)
        return failure(bytes.error());
    const auto object = parseJsonObject(*bytes, path);
    if (!object)
        return failure(object.error());
    JsonReader reader(*object, path);
    const QString schema = reader.optionalText(QStringLiteral("schema"));
    if (!schema.isEmpty() && schema.section(QLatin1Char('/'), 0, 0) + QStringLiteral("/1") != schema)
        return failure(ErrorKind::Refused, QStringLiteral("%1 has the schema \"%2\"; this version reads "
                                                          "cartwright.corrections/1.").arg(path, schema));
    auto edits = editsFromJson(reader.optionalArray(QStringLiteral("edits"), 10'000), path + QStringLiteral(" edits"));
    if (!edits)
        return failure(edits.error());
    if (!reader.has(QStringLiteral("edits")) && !reader.has(QStringLiteral("cart")))
        return failure(ErrorKind::Refused, QStringLiteral("%1 holds neither \"edits\" nor \"cart\".").arg(path));
    for (const auto& edit : *edits)
        if (auto applied = session.apply(edit); !applied)
            return applied;
    if (!reader.has(QStringLiteral("cart")))
        return {};
    const auto cart = cartFromJson(reader.optionalArray(QStringLiteral("cart"), 1'000), path);
    if (!cart)
        return failure(cart.error());
    std::optional<Evidence> evidence;
    if (reader.has(QStringLiteral("evidence"))) {
        JsonReader where = reader.object(QStringLiteral("evidence"));
        evidence = Evidence{where.text(QStringLiteral("camera_id")),
                            where.integer(QStringLiteral("clip_timestamp_us"), -(1LL << 52), 1LL << 52)};
        reader.adopt(where);
    }
    const QString given = reader.optionalText(QStringLiteral("reason"), 2'000);
    if (reader.error())
        return failure(*reader.error());
    for (const auto& edit : review::editsTowards(session, *cart, evidence, given.isEmpty() ? reason : given))
        if (auto applied = session.apply(edit); !applied)
            return applied;
    return {};
}

/// Reasons given with single edits count where no reason was given for the whole.
QString reasonOf(const Context& context, const review::Session& session)
{
    QStringList reasons{context.options().value(QStringLiteral("reason"))};
    for (const auto& edit : session.edits())
        if (!edit.reason.isEmpty() && !reasons.contains(edit.reason))
            reasons.append(edit.reason);
    reasons.removeAll(QString());
    return reasons.join(QStringLiteral("; "));
}

Result<ExitCode> runApply(Context& context)
{
    const auto& options = context.options();
    const int ways = (options.isSet(QStringLiteral("corrections")) ? 1 : 0) + (options.isSet(QStringLiteral("confirm")) ? 1 : 0)
                     + (options.isSet(QStringLiteral("unresolvable")) ? 1 : 0);
    if (ways != 1)
        return failure(ErrorKind::WrongUsage,
                       QStringLiteral("Give exactly one of --corrections FILE, --confirm and --unresolvable."));
    auto at = sitDown(context);
    if (!at)
        return failure(at.error());
    const auto reviewCase = claim(context, *at);
    if (!reviewCase)
        return failure(reviewCase.error());
    review::Session session(reviewCase->prediction.events, reviewCase->prediction.cart);
    const auto giveBack = [&](const Error& error) {
        // A lease that cannot be given back runs out by itself.
        (void)at->desk->release(reviewCase->lease);
        return failure(error);
    };
    if (options.isSet(QStringLiteral("corrections"))) {
        auto applied = applyCorrections(session, options.value(QStringLiteral("corrections")),
                                        options.value(QStringLiteral("reason")));
        if (!applied)
            return giveBack(applied.error());
    }
    review::Desk::SubmitOptions submit;
    submit.reasonWithoutEvidence = reasonOf(context, session);
    submit.unresolvable = options.isSet(QStringLiteral("unresolvable"));
    const auto submitted = at->desk->submit(*reviewCase, session, submit);
    if (!submitted)
        return giveBack(submitted.error());
    // On a server the pipeline sends them: a reviewer's role may not.
    if (auto sent = pipeline::sendReceipts(at->open.workspace, *at->open.database); !sent && sent.error().kind != ErrorKind::Locked)
        return failure(sent.error());
    const auto after = at->desk->look(at->key);
    if (!after)
        return failure(after.error());
    printSubmitted(context, *after, *submitted);
    return Done;
}

Result<ExitCode> runSetAside(Context& context, bool escalate)
{
    auto at = sitDown(context);
    if (!at)
        return failure(at.error());
    const auto reviewCase = claim(context, *at);
    if (!reviewCase)
        return failure(reviewCase.error());
    const QString reason = context.options().value(QStringLiteral("reason"));
    const review::Session session(reviewCase->prediction.events, reviewCase->prediction.cart);
    const auto done =
        escalate ? at->desk->escalate(*reviewCase, session, reason) : at->desk->skip(*reviewCase, reason);
    if (!done) {
        (void)at->desk->release(reviewCase->lease);
        return failure(done.error());
    }
    context.say(QStringLiteral("%1 %2.").arg(escalate ? QStringLiteral("Escalated") : QStringLiteral("Skipped"),
                                             at->key.saleId));
    return Done;
}

} // namespace

std::vector<Command> reviewCommands()
{
    return {{QStringLiteral("queue"), {}, QStringLiteral("List the sales that wait for a person."),
             QStringLiteral("cartwright-cli queue --workspace ./demo --reason uncertain_product"), 0, 0, queueOptions, runQueue},
            {QStringLiteral("review show"), QStringLiteral("SALE"),
             QStringLiteral("Show a sale: events, predicted cart, flags, receipts, verdicts."),
             QStringLiteral("cartwright-cli review show s-0003 --workspace ./demo --json"), 1, 1, reviewerOptions, runShow},
            {QStringLiteral("review opinions"), QStringLiteral("SALE"),
             QStringLiteral("Show what reviewers would have submitted whose lease was taken over meanwhile."),
             QStringLiteral("cartwright-cli review opinions s-0003 --workspace ./demo --json"), 1, 1, nullptr, runOpinions},
            {QStringLiteral("review apply"), QStringLiteral("SALE"),
             QStringLiteral("Claim a sale, lay corrections over it and submit the verdict."),
             QStringLiteral("cartwright-cli review apply s-0003 --corrections corrections.json --workspace ./demo"), 1, 1,
             applyOptions, runApply},
            {QStringLiteral("review skip"), QStringLiteral("SALE"), QStringLiteral("Put a sale behind the others, with a reason."),
             QStringLiteral("cartwright-cli review skip s-0003 --reason \"clip still uploading\" --workspace ./demo"), 1, 1,
             reviewerOptions, [](Context& context) { return runSetAside(context, false); }},
            {QStringLiteral("review escalate"), QStringLiteral("SALE"), QStringLiteral("Hand a sale to the lead, with a reason."),
             QStringLiteral("cartwright-cli review escalate s-0003 --reason \"two groups\" --workspace ./demo"), 1, 1,
             reviewerOptions, [](Context& context) { return runSetAside(context, true); }}};
}

} // namespace cartwright::cli
