-- Entries of the audit log go only when they are old enough, and only one way: whoever deletes says first, for this
-- transaction, before which time they were written. That keeps them from a slip and from a statement that was smuggled in,
-- not from somebody who has this role and knows the word; only a role without the right to delete would.
--
-- A program of before deletes no old entries meanwhile, and says so in its log.
CREATE FUNCTION audit_log_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.at < nullif(current_setting('code_remote.forget_before', true), '')::timestamptz THEN
            RETURN OLD;
        END IF;
        RAISE EXCEPTION 'entries of the audit log are only deleted when they are old enough';
    END IF;
    RAISE EXCEPTION 'the audit log is never emptied';
END
$$;
CREATE TRIGGER audit_log_stays BEFORE DELETE ON audit_log FOR EACH ROW EXECUTE FUNCTION audit_log_stays();
CREATE TRIGGER audit_log_is_not_emptied BEFORE TRUNCATE ON audit_log FOR EACH STATEMENT EXECUTE FUNCTION audit_log_stays();
