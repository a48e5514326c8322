-- What the plan of generated dossiers counts with. %(…)s are literals put in by `volume.generate`.
CREATE SCHEMA volume;

-- A number from 0 to 1 that n and k always give again.
CREATE FUNCTION volume.chance(n bigint, k integer) RETURNS double precision
LANGUAGE sql IMMUTABLE AS $$
  SELECT (hashint8extended(n * 64 + k, {seed}) & 2147483647) / 2147483648.0::double precision
$$;
-- The moment at which so many minutes have been worked.
CREATE FUNCTION volume.moment(worked integer, n bigint) RETURNS timestamptz
LANGUAGE sql IMMUTABLE AS $$
  SELECT to_timestamp(('{slots}'::bigint[])[worked / 30 + 1] + (worked % 30) * 60 + n % 60)
$$;
-- The closing of the working day after so many working minutes.
CREATE FUNCTION volume.closing(worked integer) RETURNS timestamptz
LANGUAGE sql IMMUTABLE AS $$
  SELECT to_timestamp(('{slots}'::bigint[])[(worked / {of_day} + 1) * {of_day} / 30] + 1800)
$$;
-- The minutes that were worked before a second of the epoch.
CREATE FUNCTION volume.worked(epoch bigint) RETURNS integer
LANGUAGE sql IMMUTABLE AS $$
  SELECT ('{before}'::integer[])[(epoch - {begins}) / 1800 + 1]
$$;
CREATE FUNCTION volume.half_hour(picked double precision, is_counter boolean) RETURNS integer
LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN is_counter THEN ('{counter}'::integer[])[(picked * ({counters} - 1))::integer + 1]
    ELSE ('{online}'::integer[])[(picked * ({onlines} - 1))::integer + 1] END
$$;

CREATE UNLOGGED TABLE volume.offered (
  place integer PRIMARY KEY, offering_id bigint, agency_id bigint, agency_code text, unit_id bigint, unit_path text,
  version_id bigint, procedure_code text, variant text, channels text[], minutes integer, pace double precision,
  papers text[], answers bytea[], slip_receipt bytea, slip_refusal bytea, fee_lines jsonb, fee bigint,
  step_codes text[], step_roles text[], step_units bigint[], step_paths text[], step_officials bigint[],
  step_ends double precision[]);
CREATE UNLOGGED TABLE volume.slot (slot integer PRIMARY KEY, place integer);
CREATE UNLOGGED TABLE volume.somebody (
  place integer PRIMARY KEY, account_id bigint, person_id bigint, name text, search_text text, contact bytea,
  search tsvector);
