-- Who had a job made that the service itself owns, such as a measured run of an analysis. Missing where the principal asked
-- for itself.
ALTER TABLE audit_log ADD COLUMN on_behalf_of TEXT;
