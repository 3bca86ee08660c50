ALTER TABLE account ADD COLUMN duty INT;

CREATE TABLE ladder (
    report INT PRIMARY KEY,
    level INT NOT NULL,
    began INT NOT NULL,
    step INT NOT NULL,
    told INT
);

CREATE TABLE call (
    id BYTES PRIMARY KEY,
    kind TEXT NOT NULL,
    way TEXT NOT NULL,
    account BYTES REFERENCES account (id),
    level INT,
    report INT,
    clock INT,
    reports INT NOT NULL,
    late INT NOT NULL,
    tip INT NOT NULL,
    made INT NOT NULL,
    due INT,
    tries INT NOT NULL,
    tried INT,
    sent INT,
    fault TEXT
);

CREATE INDEX call_due ON call (due) WHERE due IS NOT NULL;

CREATE INDEX call_tried ON call (way, tried) WHERE tried IS NOT NULL;

CREATE INDEX call_made ON call (kind, made);

CREATE INDEX call_of_level ON call (level, made) WHERE level IS NOT NULL;

CREATE TABLE feed (
    account BYTES PRIMARY KEY REFERENCES account (id),
    tag BYTES NOT NULL UNIQUE,
    made INT NOT NULL
);
