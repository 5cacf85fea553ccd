-- Schema 4: look-ups that take as long in a small database as in a large one.

-- Of the few sales that are held, those whose lease is over: by its end, or because a clock was set back since.
CREATE INDEX queue_by_end ON queue (lease_until) WHERE state = 'claimed';

CREATE INDEX queue_by_claim ON queue (claimed_at) WHERE state = 'claimed';

-- Products whose name begins with a text, in the order of names.
CREATE INDEX product_by_name ON product (store_id, name COLLATE NOCASE);

-- Every word of three letters or more that stands in a product's name, accents and case aside; see
-- core/store/near_words.h. Words stay when the last product with them is renamed.
CREATE TABLE product_term (
    term_row INTEGER PRIMARY KEY,
    term     TEXT NOT NULL UNIQUE
) STRICT;

-- What is left of a word after one or two letters were taken out: words that were mistyped have some of these in
-- common with the right one.
CREATE VIRTUAL TABLE product_near USING fts5 (
    keys, content = '', columnsize = 0, detail = none, tokenize = 'unicode61 remove_diacritics 0'
);

-- Measures by day. A changed sale is noted here by the transaction that changes it: many may write at once, and
-- none waits for another. Who counts (core/store/measure_repository.h) takes the notes away again.
CREATE TABLE measure_change (
    change_row INTEGER PRIMARY KEY,
    sale_row   INTEGER NOT NULL REFERENCES sale
) STRICT;

-- As what a sale was counted last, and in which day (its start): kind is a set of bits, handling is in tenths of a second.
CREATE TABLE measure_sale (
    sale_row INTEGER PRIMARY KEY REFERENCES sale,
    day      INTEGER NOT NULL,
    kind     INTEGER NOT NULL,
    handling INTEGER NOT NULL
) STRICT;

-- What the rows above add up to, for one store or, where scope is empty, for all: "kind:sales,…", "tenths:sales,…".
CREATE TABLE measure_day (
    scope    TEXT NOT NULL,
    day      INTEGER NOT NULL,
    kinds    TEXT NOT NULL,
    handling TEXT NOT NULL,
    PRIMARY KEY (scope, day)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER measure_decision AFTER INSERT ON decision
BEGIN
    INSERT INTO measure_change (sale_row) VALUES (NEW.sale_row);
END;

CREATE TRIGGER measure_verdict AFTER INSERT ON verdict WHEN NEW.outcome <> 'escalated'
BEGIN
    INSERT INTO measure_change (sale_row) VALUES (NEW.sale_row);
END;

CREATE TRIGGER measure_sale_changes AFTER UPDATE OF revision, exited_at, closed_at ON sale
    WHEN OLD.revision <> NEW.revision OR OLD.exited_at <> NEW.exited_at OR OLD.closed_at IS NOT NEW.closed_at
BEGIN
    INSERT INTO measure_change (sale_row) VALUES (NEW.sale_row);
END;

INSERT INTO measure_change (sale_row) SELECT sale_row FROM decision GROUP BY sale_row;
