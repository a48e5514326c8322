-- The rows of the planned dossiers. Foreign keys hold by construction and are not checked anew.
INSERT INTO dossiers_dossiernumbering AS held (agency_id, day, last)
SELECT agency_id, day, max(number) FROM plan GROUP BY agency_id, day ORDER BY agency_id, day
ON CONFLICT (agency_id, day) DO UPDATE SET last = excluded.last;

INSERT INTO dossiers_dossier (
  id, public_id, code, agency_id, unit_id, unit_path, offering_id, version_id, procedure_code, variant, channel,
  language, account_id, person_id, applicant_name, contact, answers, tracking, gist, search, search_text,
  state, national_code, is_open, fee_lines, fee_at_filing, fee_state,
  submitted_at, accepted_at, due_at, paused_at, finished_at, closed_at,
  step_code, step_role, step_path, step_due_at, official_id,
  submission_key, submission_digest, is_invented)
SELECT p.id, md5(%(seed)s || ':' || p.n)::uuid,
  o.agency_code || to_char(p.day, '"-"YYMMDD"-"') || lpad(p.number::text, greatest(4, length(p.number::text)), '0'),
  o.agency_id, o.unit_id, o.unit_path, o.offering_id, o.version_id, o.procedure_code, o.variant,
  CASE WHEN p.is_counter THEN 'counter' ELSE 'online' END,
  'vi', p.account_id, s.person_id, s.name, s.contact, a.answers,
  -- As large as real ones; they are nobody's four digits.
  ARRAY[sha256(int8send(p.n)), sha256(int8send(-p.n))],
  a.gist, CASE WHEN a.gist = '' THEN s.search ELSE s.search || a.search END,
  CASE WHEN a.gist = '' THEN s.search_text ELSE s.search_text || E'\n' || a.search_text END,
  p.state, n.code, n.is_open, '[]', 0, 'none',
  p.submitted_at,
  CASE WHEN p.was_accepted THEN p.accepted_at END,
  CASE WHEN p.was_accepted THEN p.due_at END,
  CASE WHEN p.state = 'supplement-in-process' THEN p.asked_at END,
  CASE WHEN p.was_finished THEN p.finished_at END,
  p.closed_at, t.code, t.role, t.path,
  CASE WHEN p.state = 'in-process' THEN p.due_at END,
  CASE WHEN p.state = 'in-process' AND p.chance < 0.8 THEN t.official_id END,
  'volume:' || %(seed)s || ':' || p.n, sha256(int8send(p.n)), true
FROM plan p
JOIN volume.offered o ON o.place = p.offer
JOIN volume.step t ON t.offer = p.offer AND t.step = p.step
JOIN volume.answer a ON a.version_id = o.version_id AND a.place = p.n %% %(answers)s
JOIN volume.somebody s ON s.place = p.somebody
JOIN (VALUES {codes}) AS n(state, code, is_open) ON n.state = p.state
ORDER BY p.id;

INSERT INTO dossiers_paper (public_id, dossier_id, code, file_id, added_at)
SELECT md5(%(seed)s || ':' || p.n || ':' || i)::uuid, p.id, c.code,
  (%(files)s::bigint[])[(p.n + i) %% cardinality(%(files)s::bigint[]) + 1], p.submitted_at
FROM plan p CROSS JOIN LATERAL generate_series(1, 2 + (p.n %% 3)::integer) AS i
JOIN volume.paper c ON c.offer = p.offer AND c.place = least(i, p.papers)
ORDER BY p.id, i;

INSERT INTO dossiers_steprun (dossier_id, code, role, unit_id, official_id, started_at, due_at, finished_at, outcome, note)
SELECT p.id, t.code, t.role, t.unit_id, CASE WHEN i < p.step OR p.chance < 0.8 THEN t.official_id END,
  CASE WHEN i = 1 THEN p.submitted_at WHEN i = 2 THEN p.handed_at WHEN i = p.steps THEN p.finished_at
    ELSE greatest(volume.moment(p.handed + floor(t.since * p.spent)::integer, p.n), p.handed_at) END,
  CASE WHEN i > 1 AND i < p.steps THEN p.due_at END,
  CASE WHEN i = p.step THEN p.closed_at WHEN i = 1 THEN p.handed_at WHEN i = p.steps - 1 THEN p.finished_at
    ELSE greatest(volume.moment(p.handed + floor(t.upto * p.spent)::integer, p.n), p.handed_at) END,
  CASE WHEN i < p.step OR p.state = 'returned' THEN 'forward'
    WHEN p.state IN ('withdrawn', 'stopped') THEN 'cancelled' ELSE '' END, ''
FROM plan p CROSS JOIN LATERAL generate_series(1, p.step) AS i
JOIN volume.step t ON t.offer = p.offer AND t.step = i
ORDER BY p.id, i;

INSERT INTO dossiers_transition
  (dossier_id, at, action, from_state, to_state, actor_kind, account_id, official_id, reason, data)
SELECT p.id, m.at, m.action, m.before, m.after, CASE WHEN m.is_citizen THEN 'citizen' ELSE 'official' END,
  CASE WHEN m.is_citizen THEN p.account_id END, m.official, '', '{{}}'
FROM plan p CROSS JOIN LATERAL (VALUES
  (true, p.submitted_at, 'submit', '', 'filed', true, NULL),
  (p.state = 'refused', p.accepted_at, 'refuse', 'filed', 'refused', false, p.receives),
  (p.was_accepted, p.accepted_at, 'accept', 'filed', 'accepted', false, p.receives),
  (p.was_handed, p.handed_at, 'hand_over', 'accepted', 'in-process', false, p.receives),
  (p.was_asked, p.asked_at, 'ask_supplement', 'in-process', 'supplement-in-process', false, p.settles),
  (p.was_answered, p.answered_at, 'answer_supplement', 'supplement-in-process', 'in-process', true, NULL),
  (p.state = 'withdrawn', p.broken_at, 'withdraw', 'in-process', 'withdrawn', true, NULL),
  (p.state = 'stopped', p.broken_at, 'stop', 'in-process', 'stopped', false, p.settles),
  (p.was_finished, p.finished_at, 'finish', 'in-process', 'finished', false, p.decides),
  (p.state = 'returned', p.returned_at, 'return_result', 'finished', 'returned', false, p.returns)
) AS m(was, at, action, before, after, is_citizen, official)
WHERE m.was;

INSERT INTO dossiers_supplement (dossier_id, phase, asked_at, asked_by_id, message, items, answered_at)
SELECT id, 'process', asked_at, settles, '', '[]', answered_at
FROM plan WHERE was_asked AND settles IS NOT NULL;

INSERT INTO dossiers_pause (dossier_id, kind, started_at, ended_at, reason)
SELECT id, 'supplement', asked_at, answered_at, '' FROM plan WHERE was_asked;

-- What `motcua insight recount` would find: the unit and official of the last step of a specialist.
INSERT INTO insight_counted (dossier_id, agency_id, unit_id, official_id, procedure_code, channel,
  received_on, accepted_on, settled_on, is_late, ended_on)
SELECT p.id, p.agency_id, coalesce(t.counts_unit, o.unit_id),
  CASE WHEN p.was_finished AND (t.specialist < p.step OR p.chance < 0.8) THEN coalesce(t.counts_official, 0) ELSE 0 END,
  o.procedure_code, CASE WHEN p.is_counter THEN 'counter' ELSE 'online' END, p.day,
  CASE WHEN p.was_accepted THEN (p.accepted_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date END,
  CASE WHEN p.was_finished THEN (p.finished_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date END,
  p.was_finished AND p.finished_at > p.due_at,
  CASE WHEN NOT p.was_finished THEN (p.closed_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date END
FROM plan p JOIN volume.offered o ON o.place = p.offer
JOIN volume.step t ON t.offer = p.offer AND t.step = p.step;

-- Last, because another session may wait for these counters until we have committed.
CREATE TEMP TABLE slips ON COMMIT DROP AS
SELECT p.id, p.n, p.offer, p.agency_id, CASE WHEN p.state = 'refused' THEN '03' ELSE '01' END AS form,
  p.accepted_at AS at, p.receives AS official_id,
  extract(year FROM p.accepted_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::integer AS year
FROM plan p WHERE p.state = 'refused' OR (p.was_accepted AND p.n %% 3 = 0);
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
  s.at, s.official_id, CASE WHEN s.form = '03' THEN o.slip_refusal ELSE o.slip_receipt END
FROM slips s JOIN held h USING (agency_id, form, year) JOIN counted c USING (agency_id, form, year)
JOIN volume.offered o ON o.place = s.offer;
