-- Models: folders under models/ of the workspace, each pinned by the hash of its model.json, which names the hashes of the rest.
CREATE TABLE model (
    model_row INTEGER PRIMARY KEY,
    name      TEXT NOT NULL,
    version   TEXT NOT NULL,
    origin    TEXT NOT NULL CHECK (origin IN ('trained', 'imported')),
    folder    TEXT NOT NULL,
    sha256    TEXT NOT NULL CHECK (length(sha256) = 64),
    dataset   TEXT NOT NULL,
    metrics   TEXT NOT NULL,
    made_at   INTEGER NOT NULL,
    added_by  TEXT NOT NULL,
    UNIQUE (name, version)
) STRICT;

-- What was done with them. Of the promotions and roll-backs the last row says which model is live, of the shadow rows which one runs
-- beside it.
CREATE TABLE model_change (
    change_row INTEGER PRIMARY KEY,
    model_row  INTEGER NOT NULL REFERENCES model,
    at         INTEGER NOT NULL,
    who        TEXT NOT NULL,
    change     TEXT NOT NULL CHECK (change IN ('promoted', 'refused', 'rolled_back', 'shadow', 'shadow_ended')),
    reason     TEXT NOT NULL,
    gate       TEXT NOT NULL
) STRICT;

CREATE INDEX model_change_by_model ON model_change (model_row);

CREATE TRIGGER model_change_keeps BEFORE UPDATE ON model_change
BEGIN
    SELECT RAISE(ABORT, 'what was done with a model is never changed');
END;

-- How probable it was that a predicted receipt is right, by the model that was live and the one in its shadow, and the facts that
-- this was told from.
CREATE TABLE receipt_confidence (
    confidence_row INTEGER PRIMARY KEY,
    sale_row       INTEGER NOT NULL REFERENCES sale,
    revision       INTEGER NOT NULL,
    model_row      INTEGER REFERENCES model,
    live           INTEGER NOT NULL CHECK (live IN (0, 1)),
    at             INTEGER NOT NULL,
    probability    REAL NOT NULL CHECK (probability BETWEEN 0 AND 1),
    threshold      REAL NOT NULL,
    facts          TEXT NOT NULL
) STRICT;

CREATE INDEX receipt_confidence_by_sale ON receipt_confidence (sale_row, revision, live);

CREATE INDEX receipt_confidence_by_model ON receipt_confidence (model_row);

-- Labels: how a box came about, and the object that boxes on several frames and cameras show. Empty where a label is older than this.
ALTER TABLE label ADD COLUMN origin TEXT NOT NULL DEFAULT ''
CHECK (origin IN ('', 'decision', 'drawn', 'four_points', 'tracked', 'interpolated'));

ALTER TABLE label ADD COLUMN track_id TEXT NOT NULL DEFAULT '';

-- Pieces that a verdict moved to another sale of the store, with the camera and the moment that show it (no camera: nothing does).
-- They wait for that sale's next verdict.
CREATE TABLE moved_item (
    verdict_row INTEGER NOT NULL REFERENCES verdict,
    position    INTEGER NOT NULL,
    to_sale_row INTEGER NOT NULL REFERENCES sale,
    gtin        TEXT NOT NULL CHECK (length(gtin) = 14),
    quantity    INTEGER NOT NULL CHECK (quantity >= 1),
    camera_id   TEXT NOT NULL,
    seen_at     INTEGER NOT NULL,
    moved_at    INTEGER NOT NULL,
    PRIMARY KEY (verdict_row, position)
) STRICT, WITHOUT ROWID;

CREATE INDEX moved_item_by_sale ON moved_item (to_sale_row, moved_at);

-- Dataset versions: what each was made of, beside what its row in dataset says.
CREATE TABLE dataset_version (
    dataset_row  INTEGER PRIMARY KEY REFERENCES dataset,
    name         TEXT NOT NULL,
    since        TEXT NOT NULL,
    masking      TEXT NOT NULL CHECK (masking IN ('people', 'whole', 'none', '')),
    reason       TEXT NOT NULL,
    made_by      TEXT NOT NULL,
    not_exported INTEGER NOT NULL CHECK (not_exported >= 0),
    withdrawn    INTEGER NOT NULL CHECK (withdrawn >= 0),
    choice       TEXT NOT NULL CHECK (substr(choice, 1, 1) = '{'),
    CHECK (masking <> 'none' OR reason <> '')
) STRICT;

-- The sales whose frames a version holds, so that an erased shopper's are found.
CREATE TABLE dataset_sale (
    dataset_row INTEGER NOT NULL REFERENCES dataset,
    sale_row    INTEGER NOT NULL REFERENCES sale,
    PRIMARY KEY (dataset_row, sale_row)
) STRICT, WITHOUT ROWID;

CREATE INDEX dataset_sale_by_sale ON dataset_sale (sale_row, dataset_row);

-- Sales of shoppers who had themselves erased: no later version has their labels.
CREATE TABLE erased_sale (
    sale_row  INTEGER PRIMARY KEY REFERENCES sale,
    erased_at INTEGER NOT NULL,
    reason    TEXT NOT NULL
) STRICT;
