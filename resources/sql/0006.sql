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
