CREATE TABLE account (
    id BYTES PRIMARY KEY,
    tag BYTES UNIQUE,
    key BYTES,
    body BYTES NOT NULL,
    roles TEXT NOT NULL,
    step INT NOT NULL,
    made INT NOT NULL,
    ended INT
);

CREATE TABLE invitation (
    tag BYTES PRIMARY KEY,
    account BYTES NOT NULL REFERENCES account (id),
    expires INT NOT NULL
);

CREATE TABLE session (
    tag BYTES PRIMARY KEY,
    account BYTES NOT NULL REFERENCES account (id),
    made INT NOT NULL,
    seen INT NOT NULL,
    proved INT NOT NULL
);

CREATE INDEX session_of_account ON session (account);

CREATE TABLE work (
    report INT PRIMARY KEY,
    level INT NOT NULL,
    due INT NOT NULL,
    decide INT NOT NULL,
    seen INT NOT NULL,
    disposition TEXT,
    assigned BYTES REFERENCES account (id),
    acted INT NOT NULL
);

CREATE INDEX work_open ON work (level, decide, report) WHERE disposition IS NULL;

CREATE INDEX work_due ON work (level, due, report) WHERE disposition IS NULL;

CREATE INDEX work_new ON work (level, decide, report) WHERE disposition IS NULL AND seen = 0;

CREATE INDEX work_assigned ON work (assigned, level, decide, report) WHERE disposition IS NULL AND assigned IS NOT NULL;

CREATE INDEX work_decided ON work (acted) WHERE disposition IS NOT NULL;

CREATE TABLE act (
    place INT PRIMARY KEY,
    batch INT NOT NULL,
    account BYTES NOT NULL REFERENCES account (id),
    at INT NOT NULL,
    kind TEXT NOT NULL,
    report INT,
    incident INT,
    body BYTES,
    undone INT
);

CREATE INDEX act_of_report ON act (report, place) WHERE report IS NOT NULL;

CREATE INDEX act_of_incident ON act (incident, place) WHERE incident IS NOT NULL;

CREATE INDEX act_of_batch ON act (batch);

CREATE INDEX act_of_account ON act (account, place);

ALTER TABLE report ADD COLUMN copies INT;

INSERT INTO work (report, level, due, decide, seen, acted) SELECT place, level, received + 86400000000, received + 259200000000, 0, place FROM report WHERE level IS NOT NULL AND key IS NOT NULL;
