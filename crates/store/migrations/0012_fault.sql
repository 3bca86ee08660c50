CREATE INDEX report_faulty ON report (place) WHERE fault IS NOT NULL;
