-- What each role of a server may do, least first; granted again after every upgrade, so a new table stands here too. "@name" is this
-- database's group for that role. What grants cannot say (whose rows, in whose name) is in the triggers and policies of 0003.sql.

GRANT USAGE ON SCHEMA public TO @reviewer, @lead, @ml_engineer, @manager, @operator, @pipeline;

GRANT SELECT ON cartwright_schema, store, product, product_term, product_near TO @reviewer, @lead, @ml_engineer, @manager, @operator, @pipeline;

GRANT SELECT ON sale, decision, flag, queue, verdict, reviewed_line TO @reviewer, @lead, @ml_engineer, @manager, @operator, @pipeline;

GRANT SELECT ON measure_change, measure_sale, measure_day TO @reviewer, @lead, @ml_engineer, @manager, @operator, @pipeline;

GRANT SELECT ON sale_revision, clip, series, reading, event, cart_line, clip_state, edit, review_copy, moved_item
TO @reviewer, @lead, @ml_engineer, @manager, @operator, @pipeline;

GRANT SELECT ON receipt, receipt_line TO @reviewer, @lead, @manager, @operator, @pipeline;

GRANT SELECT ON label, dataset, dataset_version, dataset_sale, erased_sale TO @lead, @ml_engineer, @operator;

GRANT SELECT ON model, model_change, receipt_confidence TO @lead, @ml_engineer, @operator, @pipeline;

GRANT SELECT ON log TO @lead, @operator;

-- Seals say nothing, and whoever exports writes down the last one.
GRANT SELECT ON log_chain TO @lead, @ml_engineer, @manager, @operator;

GRANT INSERT (at, who, role, action, subject, details) ON log TO @reviewer, @lead, @ml_engineer, @manager, @operator, @pipeline;

GRANT EXECUTE ON FUNCTION cartwright_seal_log(BIGINT, BIGINT, BIGINT) TO @reviewer, @lead, @ml_engineer, @manager, @operator, @pipeline;

GRANT EXECUTE ON FUNCTION cartwright_set_password(TEXT, TEXT) TO @reviewer, @lead, @ml_engineer, @manager, @operator, @pipeline;

-- Reviews.
GRANT UPDATE (state, owner, epoch, claimed_at, lease_until, escalated, skips, note) ON queue TO @reviewer, @lead;

GRANT UPDATE (stage, closed_at) ON sale TO @reviewer, @lead;

GRANT INSERT (sale_row, number, outcome, reviewer, opened_at, decided_at, sale_revision, note, epoch, lease_owner, prediction_right, receipt_version)
ON verdict TO @reviewer, @lead;

GRANT INSERT ON edit, reviewed_line, label, moved_item TO @reviewer, @lead;

GRANT INSERT (sale_row, version, issued_at, currency, total, tax, reason, issued_by) ON receipt TO @reviewer, @lead;

GRANT INSERT ON receipt_line, receipt_to_send TO @reviewer, @lead;

GRANT SELECT, INSERT (sale_row, sale_revision, reviewer, outcome, opened_at, kept_at, epoch, note, cart, edits) ON second_opinion TO @reviewer, @lead;

-- Asking for the review of a closed sale.
GRANT INSERT (sale_row, revision, state, queued_at, due_at, audit, reasons) ON queue TO @lead, @manager;

GRANT UPDATE (state, queued_at, due_at, audit, reasons) ON queue TO @lead, @manager;

GRANT UPDATE (stage) ON sale TO @manager;

-- Taking in and deciding sales.
GRANT INSERT, UPDATE ON store, product, sale, queue TO @operator, @pipeline;

GRANT INSERT ON product_term, product_near TO @operator, @pipeline;

-- Counting for the measures; everybody's changes are noted with the owner's rights.
GRANT INSERT, UPDATE, DELETE ON measure_change, measure_sale, measure_day TO @operator, @pipeline;

GRANT INSERT ON sale_revision, clip, series, reading, event, cart_line, clip_state, decision, flag, receipt, receipt_line, receipt_to_send, review_copy
TO @operator, @pipeline;

GRANT SELECT, DELETE ON receipt_to_send TO @operator, @pipeline;

GRANT INSERT ON dataset, dataset_version, dataset_sale, model TO @ml_engineer;

GRANT INSERT ON model_change TO @ml_engineer, @operator;

GRANT INSERT ON receipt_confidence TO @operator, @pipeline;

-- Erasure: marking a shopper's sales, and taking them out of versions that are there.
GRANT INSERT ON erased_sale TO @operator;

GRANT UPDATE (content_hash) ON dataset TO @ml_engineer, @operator;

GRANT DELETE ON dataset_sale TO @ml_engineer, @operator;

GRANT EXECUTE ON FUNCTION cartwright_add_account(TEXT, TEXT, TEXT), cartwright_set_account(TEXT, TEXT, BIGINT) TO @operator;
