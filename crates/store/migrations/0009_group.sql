CREATE TABLE groups (
    number INT PRIMARY KEY,
    id BYTES NOT NULL UNIQUE,
    key BYTES,
    body BYTES NOT NULL,
    made INT NOT NULL,
    acted INT NOT NULL
);

CREATE TABLE grouped (
    number INT NOT NULL REFERENCES groups (number),
    account BYTES NOT NULL REFERENCES account (id),
    PRIMARY KEY (number, account)
);

CREATE INDEX grouped_account ON grouped (account);

CREATE TABLE let_in (
    number INT NOT NULL REFERENCES cases (number),
    groups INT NOT NULL REFERENCES groups (number),
    PRIMARY KEY (number, groups)
);

CREATE INDEX let_in_groups ON let_in (groups);

ALTER TABLE act ADD COLUMN groups INT;

ALTER TABLE act ADD COLUMN whom BYTES;
