-- Messages for a queue outside of this database, committed together with what makes a job `queued`.

-- When a job was last put into the outbox; none as long as only the database's own queue handed it out.
ALTER TABLE jobs ADD COLUMN announced_at TIMESTAMPTZ;

CREATE TABLE queue_outbox (
    key        BIGINT      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    job        BIGINT      NOT NULL REFERENCES jobs (key) ON DELETE CASCADE,
    -- Until then a relay is sending it. The server's clock.
    held_until TIMESTAMPTZ NOT NULL DEFAULT '-infinity'
) WITH (fillfactor = 70);

CREATE INDEX queue_outbox_of_job ON queue_outbox (job);
