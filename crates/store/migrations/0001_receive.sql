CREATE TABLE desk (
    one INT PRIMARY KEY CHECK (one = 1),
    name TEXT NOT NULL,
    lookup BYTES NOT NULL,
    key BYTES NOT NULL,
    seed BYTES NOT NULL,
    made INT NOT NULL
);

CREATE TABLE log (
    one INT PRIMARY KEY CHECK (one = 1),
    edge BYTES NOT NULL,
    tiled INT NOT NULL,
    checkpoint TEXT
);

CREATE TABLE leaf (
    place INT PRIMARY KEY,
    leaf BYTES NOT NULL,
    salt BYTES
);

CREATE TABLE tile (
    level INT NOT NULL,
    place INT NOT NULL,
    hashes BYTES NOT NULL,
    PRIMARY KEY (level, place)
);

CREATE TABLE tip (
    id BYTES PRIMARY KEY,
    key BYTES,
    day INT NOT NULL
);

CREATE TABLE report (
    place INT PRIMARY KEY,
    id BYTES NOT NULL UNIQUE,
    channel TEXT NOT NULL,
    received INT NOT NULL,
    tip BYTES REFERENCES tip (id),
    mark INT NOT NULL,
    key BYTES,
    body BYTES NOT NULL,
    reading BYTES,
    level INT
);

CREATE INDEX report_unread ON report (place) WHERE reading IS NULL;

CREATE INDEX report_of_tip ON report (tip, place) WHERE tip IS NOT NULL;

CREATE TABLE reply (
    place INT PRIMARY KEY,
    id BYTES NOT NULL UNIQUE,
    tip BYTES NOT NULL REFERENCES tip (id),
    sent INT NOT NULL,
    body BYTES NOT NULL
);

CREATE INDEX reply_of_tip ON reply (tip, place);

CREATE TABLE file (
    id BYTES PRIMARY KEY,
    report BYTES NOT NULL REFERENCES report (id),
    number INT NOT NULL,
    about BYTES NOT NULL,
    length INT NOT NULL
);

CREATE INDEX file_of_report ON file (report, number);

CREATE TABLE once (
    tag BYTES PRIMARY KEY,
    report BYTES NOT NULL REFERENCES report (id),
    content BYTES NOT NULL
);

CREATE TABLE token (
    id BYTES PRIMARY KEY,
    tag BYTES NOT NULL UNIQUE,
    name TEXT NOT NULL,
    scopes TEXT NOT NULL,
    made INT NOT NULL,
    expires INT NOT NULL,
    revoked INT
);
