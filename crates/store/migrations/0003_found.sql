ALTER TABLE incident ADD COLUMN became INT;

ALTER TABLE trace RENAME TO trace_before;

CREATE TABLE trace (
    tag INT NOT NULL,
    report INT NOT NULL,
    incident INT NOT NULL,
    PRIMARY KEY (tag, report)
) WITHOUT ROWID;

INSERT INTO trace (tag, report, incident) SELECT trace_before.tag, trace_before.report, report.incident FROM trace_before JOIN report ON report.place = trace_before.report WHERE report.incident IS NOT NULL;

DROP TABLE trace_before;
