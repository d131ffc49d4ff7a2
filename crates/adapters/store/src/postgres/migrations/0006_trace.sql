-- The trace of the request that made a job, as a W3C `traceparent`: whoever runs the job goes on with it.
ALTER TABLE jobs ADD COLUMN trace TEXT COLLATE "C";
