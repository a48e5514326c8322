"""Let the database compute the digest of every audit row, whoever inserts it, and refuse changes.

`audit_digest_v1` is never replaced: a later shape of the row gets `_v2` and a new `version`.
"""

from django.db import migrations

FORWARDS = """
CREATE FUNCTION audit_digest_v1(r kernel_auditrow) RETURNS bytea
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT sha256(convert_to(jsonb_build_array(
        'motcua.audit.v1', r.id, (extract(epoch FROM r.at) * 1000000)::bigint,
        r.agency_id, r.actor_kind, r.account_id, r.person_id, r.official_id,
        r.action, r.subject_kind, r.subject_id, r.dossier_id, r.purpose, r.data, r.tx::text
    )::text, 'UTF8'));
END;

CREATE FUNCTION audit_row_insert() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.version := 1;
    NEW.tx := pg_current_xact_id();
    NEW.digest := audit_digest_v1(NEW);
    RETURN NEW;
END;
$$;
CREATE TRIGGER audit_row_insert BEFORE INSERT ON kernel_auditrow
    FOR EACH ROW EXECUTE FUNCTION audit_row_insert();

CREATE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are only added', TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END;
$$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON kernel_auditrow
    FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON kernel_auditleaf
    FOR EACH ROW EXECUTE FUNCTION append_only();
"""
BACKWARDS = """
DROP TRIGGER append_only ON kernel_auditleaf;
DROP TRIGGER append_only ON kernel_auditrow;
DROP TRIGGER audit_row_insert ON kernel_auditrow;
DROP FUNCTION append_only();
DROP FUNCTION audit_row_insert();
DROP FUNCTION audit_digest_v1(kernel_auditrow);
"""


class Migration(migrations.Migration):
    dependencies = [("kernel", "0003_unlogged")]
    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
