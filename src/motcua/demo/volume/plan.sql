-- What becomes of some dossiers, whole days of them: when each thing happens, in minutes worked, and
-- what had happened by now. A dossier's number and the seed decide all of it. It is read once for each
-- table of rows: so it is narrow, and what is of a fixed size stands in front.
CREATE TEMP TABLE plan ON COMMIT DROP AS
WITH drawn AS (
  SELECT n, d.day, d.epoch, o.place AS offer, o.agency_id, o.minutes, o.pace, o.ends, o.steps, o.papers,
    o.receives, o.settles, o.decides, o.returns,
    o.counter AND (NOT o.online OR volume.chance(n, 2) < 0.5) AS is_counter,
    floor(power(volume.chance(n, 3), 1.5) * %(people)s)::integer AS somebody,
    volume.chance(n, 4) AS fate, volume.chance(n, 5) AS haste, volume.chance(n, 6) AS chance
  FROM unnest(%(days)s::date[], %(epochs)s::bigint[], %(firsts)s::bigint[], %(counts)s::integer[])
    AS d(day, epoch, first, count)
  CROSS JOIN LATERAL generate_series(d.first, d.first + d.count - 1) AS n
  JOIN volume.slot s ON s.slot = floor(volume.chance(n, 1) * %(slots)s)::integer
  JOIN volume.offered o ON o.place = s.place
), filed AS (
  SELECT *, epoch + volume.half_hour(volume.chance(n, 7), is_counter) * 1800
    + floor(volume.chance(n, 8) * 1800)::bigint AS second
  FROM drawn OFFSET 0
), timed AS (
  SELECT *, volume.worked(second) + floor(volume.chance(n, 9) * 30)::integer
      + floor(power(volume.chance(n, 10), 3) * 600)::integer AS accepted,
    -- Nine in ten are settled within their time; the slow agencies have more that are not.
    greatest(60, floor(minutes * pace * CASE WHEN haste < 0.9 THEN 0.15 + haste * 0.85
      ELSE 0.95 + (haste - 0.9) * 8 END)::integer) AS takes,
    CASE WHEN fate BETWEEN 0.10 AND 0.18 THEN 240 + floor(chance * 4200)::integer ELSE 0 END AS waits
  FROM filed WHERE second <= %(now)s OFFSET 0
), begun AS (
  SELECT *, accepted + 15 + floor(volume.chance(n, 11) * 180)::integer AS handed
  FROM timed OFFSET 0
), told AS (
  SELECT *, handed + takes + waits AS finished,
    handed + floor(takes * 0.2)::integer AS asked, handed + floor(takes * 0.2)::integer + waits AS answered,
    handed + takes + waits + 30 + floor(power(volume.chance(n, 12), 2) * 1900)::integer
      + CASE WHEN volume.chance(n, 13) < 0.02 THEN 20000 ELSE 0 END AS returned,
    (((accepted + minutes + CASE WHEN waits > 0 THEN waits + floor(takes * 0.2)::integer ELSE 0 END)
      / %(of_day)s) * %(of_day)s)::integer AS due
  FROM begun OFFSET 0
), stood AS (
  SELECT *, CASE
    WHEN accepted > %(worked)s THEN 'filed'
    WHEN fate < 0.025 THEN 'refused'
    WHEN handed > %(worked)s THEN 'accepted'
    WHEN fate < 0.033 AND handed + takes / 2 <= %(worked)s THEN 'withdrawn'
    WHEN fate >= 0.033 AND fate < 0.038 AND handed + takes / 2 <= %(worked)s THEN 'stopped'
    WHEN waits > 0 AND asked <= %(worked)s AND answered > %(worked)s THEN 'supplement-in-process'
    WHEN finished > %(worked)s THEN 'in-process'
    WHEN returned > %(worked)s THEN 'finished'
    ELSE 'returned' END AS state
  FROM told OFFSET 0
), placed AS (
  -- The step in hand: 1 receives, the last returns, those between share the time of settling.
  SELECT *, CASE
    WHEN state IN ('filed', 'refused', 'accepted') THEN 1
    WHEN state IN ('withdrawn', 'stopped', 'supplement-in-process') THEN 2
    WHEN state IN ('finished', 'returned') THEN steps
    ELSE least(steps - 1, 2 + (SELECT count(*)::integer FROM unnest(ends) AS e(part)
      WHERE e.part < 1 AND handed + e.part * (takes + waits) <= %(worked)s)) END AS step,
    row_number() OVER (PARTITION BY agency_id, day ORDER BY second, n)::integer AS number
  FROM stood OFFSET 0
), ordered AS (
  SELECT p.*, coalesce(k.last, 0) AS last
  FROM placed p LEFT JOIN dossiers_dossiernumbering k ON k.agency_id = p.agency_id AND k.day = p.day
  ORDER BY second, n
), timely AS (
  SELECT *, greatest(volume.moment(accepted, n), to_timestamp(second)) AS accepted_at,
    greatest(volume.moment(handed, n), to_timestamp(second)) AS handed_at,
    volume.moment(finished, n) AS finished_at, volume.moment(returned, n) AS returned_at,
    volume.moment(handed + takes / 2, n) AS broken_at,
    waits > 0 AND state IN ('supplement-in-process', 'in-process', 'finished', 'returned') AS may_ask
  FROM ordered OFFSET 0
)
SELECT nextval('dossiers_dossier_id_seq') AS id, n, s.account_id, receives, settles, decides, returns,
  to_timestamp(second) AS submitted_at, accepted_at, handed_at,
  volume.moment(asked, n) AS asked_at,
  CASE WHEN answered <= %(worked)s THEN volume.moment(answered, n) END AS answered_at,
  finished_at, returned_at, broken_at, volume.closing(due) AS due_at,
  -- When it came to its end, and with it the step in hand.
  CASE state WHEN 'refused' THEN accepted_at WHEN 'returned' THEN returned_at
    WHEN 'withdrawn' THEN broken_at WHEN 'stopped' THEN broken_at END AS closed_at,
  chance, takes + waits AS spent, handed, offer, somebody, agency_id, day, last + number AS number,
  papers, steps, step,
  state NOT IN ('filed', 'refused') AS was_accepted, state NOT IN ('filed', 'refused', 'accepted') AS was_handed,
  may_ask AND asked <= %(worked)s AS was_asked, may_ask AND answered <= %(worked)s AS was_answered,
  state IN ('finished', 'returned') AS was_finished, is_counter, state
FROM timely JOIN volume.somebody s ON s.place = somebody;
