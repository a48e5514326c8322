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

-- What the rows are joined from, with what is asked of every row in front, where finding it is cheap.
-- Not in one wide table of arrays: unpacking those for each row took a third of the time.
CREATE UNLOGGED TABLE volume.offered (
  place integer PRIMARY KEY, minutes integer, pace double precision, steps integer, papers integer,
  offering_id bigint, agency_id bigint, unit_id bigint, version_id bigint,
  receives bigint, settles bigint, decides bigint, returns bigint, online boolean, counter boolean,
  ends double precision[], agency_code text, unit_path text, procedure_code text, variant text,
  slip_receipt bytea, slip_refusal bytea);
CREATE UNLOGGED TABLE volume.step (
  offer integer, step integer, unit_id bigint, official_id bigint, since double precision, upto double precision,
  specialist integer, counts_unit bigint, counts_official bigint, code text, role text, path text, PRIMARY KEY (offer, step));
CREATE UNLOGGED TABLE volume.paper (offer integer, place integer, code text, PRIMARY KEY (offer, place));
CREATE UNLOGGED TABLE volume.answer (
  version_id bigint, place integer, answers bytea, gist text, search_text text, search tsvector,
  PRIMARY KEY (version_id, place)) WITH (toast_tuple_target = 8160);
CREATE UNLOGGED TABLE volume.slot (slot integer PRIMARY KEY, place integer);
CREATE UNLOGGED TABLE volume.somebody (
  place integer PRIMARY KEY, account_id bigint, person_id bigint, name text, search_text text, contact bytea,
  search tsvector);
