ALTER TABLE report ADD COLUMN incident INT;

ALTER TABLE report ADD COLUMN trace BYTES;

ALTER TABLE report ADD COLUMN fault INT;

DROP INDEX report_unread;

CREATE INDEX report_unread ON report (place) WHERE reading IS NULL AND key IS NOT NULL AND fault IS NULL;

CREATE INDEX report_of_incident ON report (incident, place) WHERE incident IS NOT NULL;

CREATE TABLE incident (
    place INT PRIMARY KEY,
    reports INT NOT NULL,
    telling INT NOT NULL
);

CREATE TABLE trace (
    tag INT NOT NULL,
    report INT NOT NULL,
    PRIMARY KEY (tag, report)
) WITHOUT ROWID;

UPDATE report SET reading = NULL;
