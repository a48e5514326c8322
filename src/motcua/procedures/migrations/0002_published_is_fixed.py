from django.db import migrations

FORWARD = """
CREATE FUNCTION procedures_published_is_fixed_v1() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.status <> 'draft' AND (NEW.content IS DISTINCT FROM OLD.content
      OR NEW.digest <> OLD.digest OR NEW.number <> OLD.number
      OR NEW.procedure_id <> OLD.procedure_id OR NEW.valid_from <> OLD.valid_from) THEN
    RAISE EXCEPTION 'version % is published and cannot change', OLD.id
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER published_is_fixed BEFORE UPDATE ON procedures_procedureversion
  FOR EACH ROW EXECUTE FUNCTION procedures_published_is_fixed_v1();
"""
BACKWARD = """
DROP TRIGGER published_is_fixed ON procedures_procedureversion;
DROP FUNCTION procedures_published_is_fixed_v1;
"""


class Migration(migrations.Migration):
    dependencies = [("procedures", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
