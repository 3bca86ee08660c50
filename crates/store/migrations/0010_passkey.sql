CREATE TABLE passkey (
    tag BYTES PRIMARY KEY,
    account BYTES NOT NULL REFERENCES account (id),
    body BYTES NOT NULL,
    made INT NOT NULL,
    used INT NOT NULL
);

CREATE INDEX passkey_of_account ON passkey (account, made);
