CREATE TABLE cases (
    number INT PRIMARY KEY,
    id BYTES NOT NULL UNIQUE,
    key BYTES,
    state TEXT NOT NULL,
    incident INT,
    made INT NOT NULL,
    body BYTES NOT NULL,
    acted INT NOT NULL
);

CREATE INDEX case_of_incident ON cases (incident) WHERE incident IS NOT NULL;

CREATE TABLE member (
    number INT NOT NULL REFERENCES cases (number),
    account BYTES NOT NULL REFERENCES account (id),
    PRIMARY KEY (number, account)
);

CREATE INDEX member_account ON member (account, number);

CREATE TABLE part (
    place INT PRIMARY KEY,
    number INT NOT NULL REFERENCES cases (number),
    kind TEXT NOT NULL,
    account BYTES NOT NULL REFERENCES account (id),
    made INT NOT NULL,
    due INT,
    body BYTES,
    acted INT NOT NULL
);

CREATE INDEX part_of_case ON part (number, place);

CREATE INDEX part_due ON part (number, due) WHERE due IS NOT NULL;

ALTER TABLE act ADD COLUMN cases INT;

ALTER TABLE act ADD COLUMN part INT;

CREATE INDEX act_of_case ON act (cases, place) WHERE cases IS NOT NULL;
