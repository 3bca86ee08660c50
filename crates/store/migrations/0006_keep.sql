ALTER TABLE part ADD COLUMN id BYTES;

ALTER TABLE part ADD COLUMN key BYTES;

ALTER TABLE part ADD COLUMN gone TEXT;

CREATE INDEX part_over ON part (due, place) WHERE due IS NOT NULL AND kind = 'person';

CREATE INDEX act_at ON act (at);

CREATE UNIQUE INDEX part_id ON part (id) WHERE id IS NOT NULL;
