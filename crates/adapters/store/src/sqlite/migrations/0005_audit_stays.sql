-- Entries of the audit log go only when they are old enough: whoever deletes says first before which time they were written.
-- There is a row in it only inside the transaction that deletes.
CREATE TABLE audit_forget (
    before INTEGER NOT NULL
) STRICT;

CREATE TRIGGER audit_log_stays BEFORE DELETE ON audit_log
WHEN NOT EXISTS (SELECT 1 FROM audit_forget WHERE OLD.at < before)
BEGIN
    SELECT raise(ABORT, 'entries of the audit log are only deleted when they are old enough');
END;
