-- The rank of each owner's last waiting job, beside how many there are; 0 where none waits. Whoever adds one finds it without
-- looking at jobs, and only one index is left that holds the waiting ones, so that nobody can take the wrong one.
--
-- A program of before does not write it: as long as one still accepts jobs, an owner's later ones may get an earlier turn.
ALTER TABLE queue_owners ADD COLUMN last_rank BIGINT NOT NULL DEFAULT 0;

UPDATE queue_owners SET last_rank = line.last_rank
FROM (SELECT owner, max(fair_rank) AS last_rank FROM jobs WHERE status = 'queued' GROUP BY owner) AS line
WHERE queue_owners.owner = line.owner;

DROP INDEX jobs_waiting_of_owner;
