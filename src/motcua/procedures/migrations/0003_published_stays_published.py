from django.db import migrations

FORWARD = """
CREATE FUNCTION procedures_published_is_fixed_v2() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.status <> 'draft' AND (NEW.status = 'draft'
      OR NEW.content IS DISTINCT FROM OLD.content
      OR NEW.digest <> OLD.digest OR NEW.number <> OLD.number
      OR NEW.procedure_id <> OLD.procedure_id OR NEW.valid_from <> OLD.valid_from
      OR NEW.published_at IS DISTINCT FROM OLD.published_at) THEN
    RAISE EXCEPTION 'version % is published and cannot change', OLD.id
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
DROP TRIGGER published_is_fixed ON procedures_procedureversion;
CREATE TRIGGER published_is_fixed BEFORE UPDATE ON procedures_procedureversion
  FOR EACH ROW EXECUTE FUNCTION procedures_published_is_fixed_v2();
"""
BACKWARD = """
DROP TRIGGER published_is_fixed ON procedures_procedureversion;
CREATE TRIGGER published_is_fixed BEFORE UPDATE ON procedures_procedureversion
  FOR EACH ROW EXECUTE FUNCTION procedures_published_is_fixed_v1();
DROP FUNCTION procedures_published_is_fixed_v2;
"""


class Migration(migrations.Migration):
    dependencies = [("procedures", "0002_published_is_fixed")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
