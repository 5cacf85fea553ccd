-- Schema 6, the same tables as the file of this number in the folder above, in PostgreSQL's words.

-- Dataset versions.
CREATE TABLE dataset_version (
    dataset_row  BIGINT PRIMARY KEY REFERENCES dataset,
    name         TEXT COLLATE "C" NOT NULL,
    since        TEXT COLLATE "C" NOT NULL,
    masking      TEXT COLLATE "C" NOT NULL CHECK (masking IN ('people', 'whole', 'none', '')),
    reason       TEXT COLLATE "C" NOT NULL,
    made_by      TEXT COLLATE "C" NOT NULL,
    not_exported BIGINT NOT NULL CHECK (not_exported >= 0),
    withdrawn    BIGINT NOT NULL CHECK (withdrawn >= 0),
    choice       TEXT COLLATE "C" NOT NULL CHECK (substr(choice, 1, 1) = '{'),
    CHECK (masking <> 'none' OR reason <> '')
);

CREATE TABLE dataset_sale (
    dataset_row BIGINT NOT NULL REFERENCES dataset,
    sale_row    BIGINT NOT NULL REFERENCES sale,
    PRIMARY KEY (dataset_row, sale_row)
);

CREATE INDEX dataset_sale_by_sale ON dataset_sale (sale_row, dataset_row);

CREATE TABLE erased_sale (
    sale_row  BIGINT PRIMARY KEY REFERENCES sale,
    erased_at BIGINT NOT NULL,
    reason    TEXT COLLATE "C" NOT NULL
);
