-- Schema 1. Upgrades are numbered files; each runs as one transaction and is never changed once it was released.
-- A statement ends with a semicolon before an empty line.
--
-- Facts are appended; of a sale only how far it has come, and of the queue only who holds what, change in place.
-- JSON columns are checked by their first character only: with trusted_schema off, json_valid() may not stand in a schema.
-- Times are microseconds since 1970 (UTC) or on a clip's own clock, money is in minor units, weights in grams.

CREATE TABLE store (
    store_id    TEXT PRIMARY KEY CHECK (store_id <> ''),
    description TEXT NOT NULL CHECK (substr(description, 1, 1) = '{'),
    updated_at  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE product (
    product_row   INTEGER PRIMARY KEY,
    store_id      TEXT NOT NULL REFERENCES store,
    gtin          TEXT NOT NULL CHECK (length(gtin) = 14),
    name          TEXT NOT NULL,
    price         INTEGER NOT NULL,
    tax_class     TEXT NOT NULL,
    unit_weight_g INTEGER,
    picture       TEXT NOT NULL,
    UNIQUE (store_id, gtin)
) STRICT;

-- The program keeps both indices in step with the table: with trusted_schema off, no trigger may write to them.
-- The words of names, accents and case aside; prefixes of one to three letters have lists of their own.
CREATE VIRTUAL TABLE product_words USING fts5 (
    name, content = 'product', content_rowid = 'product_row', columnsize = 0,
    tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3'
);

-- Every three digits in a row of a GTIN, to find it by any part.
CREATE VIRTUAL TABLE product_digits USING fts5 (
    gtin, content = 'product', content_rowid = 'product_row', columnsize = 0, tokenize = 'trigram'
);

CREATE TRIGGER product_stays BEFORE DELETE ON product
BEGIN
    SELECT RAISE(ABORT, 'products are never deleted, because old sales cite them');
END;

-- A sale and how far its latest revision has come. closed_at is set once, by the first receipt or verdict.
CREATE TABLE sale (
    sale_row   INTEGER PRIMARY KEY,
    store_id   TEXT NOT NULL REFERENCES store,
    sale_id    TEXT NOT NULL CHECK (sale_id <> ''),
    revision   INTEGER NOT NULL CHECK (revision >= 0),
    stage      TEXT NOT NULL CHECK (stage IN ('ingested', 'analysed', 'queued', 'closed')),
    entered_at INTEGER NOT NULL,
    exited_at  INTEGER NOT NULL,
    closed_at  INTEGER,
    UNIQUE (store_id, sale_id)
) STRICT;

CREATE INDEX sale_by_stage ON sale (stage, exited_at, sale_row);

CREATE INDEX sale_by_exit ON sale (exited_at, sale_row);

CREATE INDEX sale_by_store ON sale (store_id, exited_at, sale_row);

CREATE INDEX sale_by_id ON sale (sale_id);

CREATE TABLE sale_revision (
    sale_row     INTEGER NOT NULL REFERENCES sale,
    revision     INTEGER NOT NULL,
    received_at  INTEGER NOT NULL,
    content_hash TEXT NOT NULL CHECK (length(content_hash) = 64),
    original     BLOB NOT NULL,
    entered_at   INTEGER NOT NULL,
    exited_at    INTEGER NOT NULL,
    shopper_ref  TEXT NOT NULL,
    group_size   INTEGER NOT NULL,
    PRIMARY KEY (sale_row, revision)
) STRICT;

CREATE TABLE clip (
    sale_row     INTEGER NOT NULL,
    revision     INTEGER NOT NULL,
    position     INTEGER NOT NULL,
    camera_id    TEXT NOT NULL,
    file         TEXT NOT NULL,
    starts_at    INTEGER NOT NULL,
    clock_offset INTEGER NOT NULL,
    sha256       TEXT NOT NULL,
    PRIMARY KEY (sale_row, revision, position),
    FOREIGN KEY (sale_row, revision) REFERENCES sale_revision
) STRICT, WITHOUT ROWID;

CREATE TABLE series (
    sale_row  INTEGER NOT NULL,
    revision  INTEGER NOT NULL,
    position  INTEGER NOT NULL,
    plate_id  TEXT NOT NULL,
    starts_at INTEGER NOT NULL,
    rate_hz   REAL NOT NULL,
    file      TEXT NOT NULL,
    PRIMARY KEY (sale_row, revision, position),
    FOREIGN KEY (sale_row, revision) REFERENCES sale_revision
) STRICT, WITHOUT ROWID;

-- What somebody makes of a revision: number 0 is the feed itself, from 1 on the machine's predictions.
-- The highest number counts.
CREATE TABLE reading (
    reading_row   INTEGER PRIMARY KEY,
    sale_row      INTEGER NOT NULL,
    revision      INTEGER NOT NULL,
    number        INTEGER NOT NULL CHECK (number >= 0),
    made_at       INTEGER NOT NULL,
    model_name    TEXT NOT NULL,
    model_version TEXT NOT NULL,
    has_cart      INTEGER NOT NULL CHECK (has_cart IN (0, 1)),
    UNIQUE (sale_row, revision, number),
    FOREIGN KEY (sale_row, revision) REFERENCES sale_revision
) STRICT;

CREATE TABLE event (
    reading_row       INTEGER NOT NULL REFERENCES reading,
    position          INTEGER NOT NULL,
    event_id          TEXT NOT NULL CHECK (event_id <> ''),
    kind              TEXT NOT NULL
                      CHECK (kind IN ('take', 'return', 'none', 'weight', 'scan', 'entry', 'exit')),
    source            TEXT NOT NULL CHECK (source IN ('feed', 'analysis', 'reviewer')),
    at                INTEGER NOT NULL,
    until             INTEGER NOT NULL,
    camera_id         TEXT NOT NULL,
    bin_id            TEXT NOT NULL,
    box_x             REAL,
    box_y             REAL,
    box_width         REAL,
    box_height        REAL,
    quantity          INTEGER NOT NULL CHECK (quantity >= 0),
    candidates        TEXT NOT NULL CHECK (substr(candidates, 1, 1) = '['),
    kind_probability  REAL NOT NULL,
    actor_probability REAL NOT NULL,
    plate_id          TEXT NOT NULL,
    delta_g           INTEGER,
    gtin              TEXT NOT NULL,
    weight_g          INTEGER,
    PRIMARY KEY (reading_row, position),
    UNIQUE (reading_row, event_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE cart_line (
    reading_row INTEGER NOT NULL REFERENCES reading,
    position    INTEGER NOT NULL,
    gtin        TEXT NOT NULL CHECK (length(gtin) = 14),
    quantity    INTEGER NOT NULL CHECK (quantity >= 0),
    confidence  REAL NOT NULL,
    event_ids   TEXT NOT NULL CHECK (substr(event_ids, 1, 1) = '['),
    PRIMARY KEY (reading_row, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE clip_state (
    reading_row     INTEGER NOT NULL REFERENCES reading,
    position        INTEGER NOT NULL,
    camera_id       TEXT NOT NULL,
    usable          INTEGER NOT NULL CHECK (usable IN (0, 1)),
    damage          TEXT NOT NULL,
    first_timestamp INTEGER NOT NULL,
    end_timestamp   INTEGER NOT NULL,
    width           INTEGER NOT NULL,
    height          INTEGER NOT NULL,
    frames          INTEGER NOT NULL,
    gaps            TEXT NOT NULL CHECK (substr(gaps, 1, 1) = '['),
    PRIMARY KEY (reading_row, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE decision (
    sale_row   INTEGER NOT NULL,
    revision   INTEGER NOT NULL,
    decided_at INTEGER NOT NULL,
    due_at     INTEGER NOT NULL,
    PRIMARY KEY (sale_row, revision),
    FOREIGN KEY (sale_row, revision) REFERENCES sale_revision
) STRICT, WITHOUT ROWID;

CREATE TABLE flag (
    sale_row INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    position INTEGER NOT NULL,
    rule     TEXT NOT NULL CHECK (rule IN ('uncertain_product', 'uncertain_action', 'uncertain_shopper',
                                           'evidence_incomplete', 'sensors_disagree', 'cart_value',
                                           'no_prediction', 'audit_sample')),
    value    REAL NOT NULL,
    bound    REAL NOT NULL,
    event_id TEXT NOT NULL,
    PRIMARY KEY (sale_row, revision, position),
    FOREIGN KEY (sale_row, revision) REFERENCES decision
) STRICT, WITHOUT ROWID;

-- Who holds what. reasons are the flag rules of the decision, as ",rule,rule,". escalated stays 1 while a lead holds the sale, so that it never falls back among the others.
CREATE TABLE queue (
    sale_row    INTEGER PRIMARY KEY REFERENCES sale,
    revision    INTEGER NOT NULL,
    state       TEXT NOT NULL CHECK (state IN ('waiting', 'claimed', 'escalated', 'done')),
    queued_at   INTEGER NOT NULL,
    due_at      INTEGER NOT NULL,
    audit       INTEGER NOT NULL CHECK (audit IN (0, 1)),
    reasons     TEXT NOT NULL,
    escalated   INTEGER NOT NULL DEFAULT 0 CHECK (escalated IN (0, 1)),
    skips       INTEGER NOT NULL DEFAULT 0 CHECK (skips >= 0),
    note        TEXT NOT NULL DEFAULT '',
    owner       TEXT NOT NULL DEFAULT '',
    epoch       INTEGER NOT NULL DEFAULT 0,
    claimed_at  INTEGER NOT NULL DEFAULT 0,
    lease_until INTEGER NOT NULL DEFAULT 0,
    CHECK ((state = 'claimed') = (owner <> ''))
) STRICT;

-- The columns behind the order let pages be filtered and counted in the index alone.
CREATE INDEX queue_open ON queue (skips, audit, due_at, sale_row, state, lease_until, escalated, reasons)
    WHERE state <> 'done';

CREATE INDEX queue_by_state ON queue (state, skips, audit, due_at, sale_row);

-- epoch and lease_owner are the lease's under which it was written: one lease writes one verdict.
CREATE TABLE verdict (
    verdict_row      INTEGER PRIMARY KEY,
    sale_row         INTEGER NOT NULL REFERENCES sale,
    number           INTEGER NOT NULL CHECK (number >= 1),
    outcome          TEXT NOT NULL CHECK (outcome IN ('confirmed', 'corrected', 'unresolvable', 'escalated')),
    reviewer         TEXT NOT NULL CHECK (reviewer <> ''),
    opened_at        INTEGER NOT NULL,
    decided_at       INTEGER NOT NULL,
    sale_revision    INTEGER NOT NULL,
    note             TEXT NOT NULL,
    epoch            INTEGER NOT NULL,
    lease_owner      TEXT NOT NULL,
    prediction_right INTEGER CHECK (prediction_right IN (0, 1)),
    receipt_version  INTEGER NOT NULL CHECK (receipt_version >= 0),
    UNIQUE (sale_row, number),
    UNIQUE (sale_row, epoch),
    FOREIGN KEY (sale_row, sale_revision) REFERENCES sale_revision
) STRICT;

CREATE TABLE edit (
    verdict_row INTEGER NOT NULL REFERENCES verdict,
    position    INTEGER NOT NULL,
    body        TEXT NOT NULL CHECK (substr(body, 1, 1) = '{'),
    PRIMARY KEY (verdict_row, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE reviewed_line (
    verdict_row INTEGER NOT NULL REFERENCES verdict,
    position    INTEGER NOT NULL,
    gtin        TEXT NOT NULL CHECK (length(gtin) = 14),
    quantity    INTEGER NOT NULL CHECK (quantity >= 0),
    confidence  REAL NOT NULL,
    event_ids   TEXT NOT NULL CHECK (substr(event_ids, 1, 1) = '['),
    PRIMARY KEY (verdict_row, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE label (
    verdict_row    INTEGER NOT NULL REFERENCES verdict,
    label_id       TEXT NOT NULL CHECK (label_id <> ''),
    event_id       TEXT NOT NULL,
    camera_id      TEXT NOT NULL,
    clip_sha256    TEXT NOT NULL,
    clip_file      TEXT NOT NULL,
    clip_timestamp INTEGER NOT NULL,
    box_x          REAL NOT NULL,
    box_y          REAL NOT NULL,
    box_width      REAL NOT NULL,
    box_height     REAL NOT NULL,
    gtin           TEXT NOT NULL,
    action         TEXT NOT NULL CHECK (action IN ('take', 'return', 'none', 'weight', 'scan', 'entry', 'exit')),
    source         TEXT NOT NULL CHECK (source IN ('machine', 'confirmed', 'corrected', 'drawn')),
    reviewer       TEXT NOT NULL,
    model_version  TEXT NOT NULL,
    PRIMARY KEY (verdict_row, label_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE receipt (
    receipt_row INTEGER PRIMARY KEY,
    sale_row    INTEGER NOT NULL REFERENCES sale,
    version     INTEGER NOT NULL CHECK (version >= 1),
    issued_at   INTEGER NOT NULL,
    currency    TEXT NOT NULL,
    total       INTEGER NOT NULL,
    tax         INTEGER NOT NULL,
    reason      TEXT NOT NULL,
    issued_by   TEXT NOT NULL,
    UNIQUE (sale_row, version)
) STRICT;

-- Prices as they were when the receipt was issued.
CREATE TABLE receipt_line (
    receipt_row INTEGER NOT NULL REFERENCES receipt,
    position    INTEGER NOT NULL,
    gtin        TEXT NOT NULL CHECK (length(gtin) = 14),
    name        TEXT NOT NULL,
    quantity    INTEGER NOT NULL,
    unit_price  INTEGER NOT NULL,
    total       INTEGER NOT NULL,
    tax_class   TEXT NOT NULL,
    rate_ppm    INTEGER NOT NULL,
    tax         INTEGER NOT NULL,
    PRIMARY KEY (receipt_row, position)
) STRICT, WITHOUT ROWID;

-- Receipts that are not in the outbox folder yet; a row goes when its file is there.
CREATE TABLE receipt_to_send (
    receipt_row INTEGER PRIMARY KEY REFERENCES receipt
) STRICT;

CREATE TABLE dataset (
    dataset_row  INTEGER PRIMARY KEY,
    folder       TEXT NOT NULL,
    format       TEXT NOT NULL,
    content_hash TEXT NOT NULL,
    labels       INTEGER NOT NULL,
    frames       INTEGER NOT NULL,
    created_at   INTEGER NOT NULL
) STRICT;

CREATE TABLE log (
    number  INTEGER PRIMARY KEY AUTOINCREMENT,
    at      INTEGER NOT NULL,
    who     TEXT NOT NULL,
    role    TEXT NOT NULL,
    action  TEXT NOT NULL CHECK (action <> ''),
    subject TEXT NOT NULL,
    details TEXT NOT NULL CHECK (substr(details, 1, 1) = '{')
) STRICT;

CREATE INDEX log_by_subject ON log (subject, number);

CREATE TRIGGER log_keeps BEFORE UPDATE ON log
BEGIN
    SELECT RAISE(ABORT, 'the log is only appended to');
END;

CREATE TRIGGER log_stays BEFORE DELETE ON log
BEGIN
    SELECT RAISE(ABORT, 'the log is only appended to');
END;

CREATE TRIGGER verdict_keeps BEFORE UPDATE ON verdict
BEGIN
    SELECT RAISE(ABORT, 'a verdict is never changed');
END;

CREATE TRIGGER receipt_keeps BEFORE UPDATE ON receipt
BEGIN
    SELECT RAISE(ABORT, 'a receipt is never changed, the next version amends it');
END;

CREATE TRIGGER receipt_line_keeps BEFORE UPDATE ON receipt_line
BEGIN
    SELECT RAISE(ABORT, 'a receipt is never changed, the next version amends it');
END;
