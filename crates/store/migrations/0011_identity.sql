CREATE TABLE identity (
    account BYTES PRIMARY KEY REFERENCES account (id),
    tag BYTES NOT NULL UNIQUE,
    made INT NOT NULL
);
