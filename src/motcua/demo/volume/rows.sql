-- The rows of the planned dossiers. Foreign keys hold by construction and are not checked anew.
INSERT INTO dossiers_dossiernumbering AS held (agency_id, day, last)
SELECT agency_id, day, max(number) FROM plan GROUP BY agency_id, day
ON CONFLICT (agency_id, day) DO UPDATE SET last = excluded.last;

INSERT INTO dossiers_dossier (
  id, public_id, code, agency_id, unit_id, unit_path, offering_id, version_id, procedure_code, variant, channel,
  language, account_id, person_id, applicant_name, contact, answers, tracking, search, search_text,
  state, national_code, is_open, fee_lines, fee_at_filing, fee_state,
  submitted_at, accepted_at, due_at, paused_at, finished_at, closed_at,
  step_code, step_role, step_path, step_due_at, official_id,
  submission_key, submission_digest, is_invented)
SELECT p.id, p.public_id,
  o.agency_code || '-' || to_char(p.day, 'YYMMDD') || '-' || lpad(p.number::text, greatest(4, length(p.number::text)), '0'),
  o.agency_id, o.unit_id, o.unit_path, o.offering_id, o.version_id, o.procedure_code, o.variant, p.channel,
  'vi', s.account_id, s.person_id, s.name, s.contact, o.answers[p.n %% cardinality(o.answers) + 1],
  -- As large as real ones; they are nobody's four digits.
  ARRAY[sha256(int8send(p.n)), sha256(int8send(-p.n))], s.search, s.search_text,
  p.state, n.code, p.state NOT IN ('refused', 'withdrawn', 'stopped', 'returned'), o.fee_lines, o.fee, 'none',
  p.submitted_at,
  CASE WHEN p.state NOT IN ('filed', 'refused') THEN p.accepted_at END,
  CASE WHEN p.state NOT IN ('filed', 'refused') THEN p.due_at END,
  CASE WHEN p.state = 'supplement-in-process' THEN p.asked_at END,
  CASE WHEN p.state IN ('finished', 'returned') THEN p.finished_at END,
  CASE p.state WHEN 'refused' THEN p.accepted_at WHEN 'returned' THEN p.returned_at
    WHEN 'withdrawn' THEN p.broken_at WHEN 'stopped' THEN p.broken_at END,
  o.step_codes[p.step], o.step_roles[p.step], o.step_paths[p.step],
  CASE WHEN p.state = 'in-process' THEN p.due_at END,
  CASE WHEN p.state = 'in-process' AND p.chance < 0.8 THEN o.step_officials[p.step] END,
  'volume:' || %(seed)s || ':' || p.n, sha256(int8send(p.n)), true
FROM plan p
JOIN volume.offered o ON o.place = p.offer
JOIN volume.somebody s ON s.place = p.somebody
JOIN (VALUES {codes}) AS n(state, code) ON n.state = p.state
ORDER BY p.submitted_at;

INSERT INTO dossiers_paper (public_id, dossier_id, code, file_id, added_at)
SELECT md5(%(seed)s || ':' || p.n || ':' || i)::uuid, p.id, o.papers[least(i, cardinality(o.papers))],
  (%(files)s::bigint[])[(p.n + i) %% cardinality(%(files)s::bigint[]) + 1], p.submitted_at
FROM plan p JOIN volume.offered o ON o.place = p.offer
CROSS JOIN LATERAL generate_series(1, 2 + (p.n %% 3)::integer) AS i;

INSERT INTO dossiers_steprun (dossier_id, code, role, unit_id, official_id, started_at, due_at, finished_at, outcome, note)
SELECT p.id, o.step_codes[i], o.step_roles[i], o.step_units[i],
  CASE WHEN i < p.step OR p.chance < 0.8 THEN o.step_officials[i] END,
  CASE WHEN i = 1 THEN p.submitted_at WHEN i = 2 THEN p.handed_at WHEN i = p.steps THEN p.finished_at
    ELSE volume.moment(p.handed + floor(o.step_ends[i - 2] * (p.takes + p.waits))::integer, p.n) END,
  CASE WHEN i > 1 AND i < p.steps THEN p.due_at END,
  CASE
    WHEN i = p.step THEN CASE p.state WHEN 'refused' THEN p.accepted_at WHEN 'returned' THEN p.returned_at
      WHEN 'withdrawn' THEN p.broken_at WHEN 'stopped' THEN p.broken_at END
    WHEN i = 1 THEN p.handed_at WHEN i = p.steps - 1 THEN p.finished_at
    ELSE volume.moment(p.handed + floor(o.step_ends[i - 1] * (p.takes + p.waits))::integer, p.n) END,
  CASE WHEN i < p.step OR p.state = 'returned' THEN 'forward'
    WHEN p.state IN ('withdrawn', 'stopped') THEN 'cancelled' ELSE '' END, ''
FROM plan p JOIN volume.offered o ON o.place = p.offer
CROSS JOIN LATERAL generate_series(1, p.step) AS i;

INSERT INTO dossiers_transition
  (dossier_id, at, action, from_state, to_state, actor_kind, account_id, official_id, reason, data)
SELECT p.id, m.at, m.action, m.before, m.after, CASE WHEN m.who = 0 THEN 'citizen' ELSE 'official' END,
  CASE WHEN m.who = 0 THEN s.account_id END, CASE WHEN m.who > 0 THEN o.step_officials[m.who] END, '', '{{}}'
FROM plan p JOIN volume.offered o ON o.place = p.offer JOIN volume.somebody s ON s.place = p.somebody
CROSS JOIN LATERAL (VALUES
  (p.submitted_at, 'submit', '', 'filed', 0, true),
  (p.accepted_at, 'refuse', 'filed', 'refused', 1, p.state = 'refused'),
  (p.accepted_at, 'accept', 'filed', 'accepted', 1, p.state NOT IN ('filed', 'refused')),
  (p.handed_at, 'hand_over', 'accepted', 'in-process', 1, p.state NOT IN ('filed', 'refused', 'accepted')),
  (p.asked_at, 'ask_supplement', 'in-process', 'supplement-in-process', 2,
    p.waits > 0 AND p.asked <= %(worked)s AND p.state IN ('supplement-in-process', 'in-process', 'finished', 'returned')),
  (p.answered_at, 'answer_supplement', 'supplement-in-process', 'in-process', 0,
    p.waits > 0 AND p.answered <= %(worked)s AND p.state IN ('in-process', 'finished', 'returned')),
  (p.broken_at, 'withdraw', 'in-process', 'withdrawn', 0, p.state = 'withdrawn'),
  (p.broken_at, 'stop', 'in-process', 'stopped', 2, p.state = 'stopped'),
  (p.finished_at, 'finish', 'in-process', 'finished', p.steps - 1, p.state IN ('finished', 'returned')),
  (p.returned_at, 'return_result', 'finished', 'returned', p.steps, p.state = 'returned')
) AS m(at, action, before, after, who, was)
WHERE m.was;

INSERT INTO dossiers_supplement (dossier_id, phase, asked_at, asked_by_id, message, items, answered_at)
SELECT p.id, 'process', p.asked_at, o.step_officials[2], '', '[]',
  CASE WHEN p.answered <= %(worked)s THEN p.answered_at END
FROM plan p JOIN volume.offered o ON o.place = p.offer
WHERE p.waits > 0 AND p.asked <= %(worked)s AND o.step_officials[2] IS NOT NULL
  AND p.state IN ('supplement-in-process', 'in-process', 'finished', 'returned');

INSERT INTO dossiers_pause (dossier_id, kind, started_at, ended_at, reason)
SELECT p.id, 'supplement', p.asked_at, CASE WHEN p.answered <= %(worked)s THEN p.answered_at END, ''
FROM plan p
WHERE p.waits > 0 AND p.asked <= %(worked)s
  AND p.state IN ('supplement-in-process', 'in-process', 'finished', 'returned');

-- Last, because another session may wait for these counters until we have committed.
CREATE TEMP TABLE slips ON COMMIT DROP AS
SELECT p.id, p.n, o.agency_id, CASE WHEN p.state = 'refused' THEN '03' ELSE '01' END AS form,
  CASE WHEN p.state = 'refused' THEN o.slip_refusal ELSE o.slip_receipt END AS data, p.accepted_at AS at,
  o.step_officials[1] AS official_id,
  extract(year FROM p.accepted_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::integer AS year
FROM plan p JOIN volume.offered o ON o.place = p.offer
WHERE p.state = 'refused' OR (p.state <> 'filed' AND p.n %% 3 = 0);
WITH counted AS (
  SELECT agency_id, form, year, count(*)::integer AS more FROM slips GROUP BY agency_id, form, year
), held AS (
  INSERT INTO dossiers_slipnumbering AS held (agency_id, form, year, last)
  SELECT agency_id, form, year, more FROM counted ORDER BY agency_id, form, year
  ON CONFLICT (agency_id, form, year) DO UPDATE SET last = held.last + excluded.last
  RETURNING agency_id, form, year, last
)
INSERT INTO dossiers_slip (public_id, dossier_id, form, agency_id, year, number, issued_at, issued_by_id, data)
SELECT md5(%(seed)s || ':slip:' || s.n)::uuid, s.id, s.form, s.agency_id, s.year,
  h.last - c.more + row_number() OVER (PARTITION BY s.agency_id, s.form, s.year ORDER BY s.at, s.n),
  s.at, s.official_id, s.data
FROM slips s JOIN held h USING (agency_id, form, year) JOIN counted c USING (agency_id, form, year);
