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
