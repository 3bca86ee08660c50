CREATE TABLE browser (
    account BYTES NOT NULL REFERENCES account (id),
    tag BYTES NOT NULL,
    seen INT NOT NULL,
    PRIMARY KEY (account, tag)
);

CREATE TABLE notice (
    id BYTES PRIMARY KEY,
    account BYTES NOT NULL REFERENCES account (id),
    kind TEXT NOT NULL,
    at INT NOT NULL,
    told INT NOT NULL,
    seen INT NOT NULL
);

CREATE INDEX notice_of_account ON notice (account, at);

CREATE INDEX notice_old ON notice (at);

CREATE INDEX notice_new ON notice (at) WHERE told = 0;
