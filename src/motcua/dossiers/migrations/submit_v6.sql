-- dossiers_submit_v6: file one dossier in one statement.
--
-- Takes the office's next number of the day, and writes the dossier, its papers, first step, history,
-- audit row and outbox row, or nothing. Everything that can refuse is checked before the number is
-- taken, so numbers have no gaps. Papers and history are written before the dossier they belong to: their
-- foreign keys are checked at commit. The same key again gives the first answer; the lock on the key
-- makes a second caller wait for the first. Plans are generic: planning anew for each dossier costs a
-- quarter of the whole.
--
-- Beyond v5 the audit row says when it was really written (p_written), where it is filed as of an
-- earlier time: what was taken on paper in an outage. Its details then name that earlier time.
--
-- Beyond v4 the ids of papers sort by time, so that those of a day lie side by side in their index.
--
-- Beyond v3 it keeps the gist (p_gist), whose words p_search holds too, and takes what is searched
-- as the application wrote it (p_words): words and pairs of words.
--
-- Beyond v2 the number and the code may be those of the office that takes the dossier in for another
-- agency (p_office_id, p_office_code); everywhere else they are the agency's own.
--
-- Beyond v1 it sees that the version is still published, and without a draft that it holds on the
-- day: what the caller remembers may be half a minute old. Whoever takes a version back locks its number
-- alone (`procedures.queries.rules.hold_alone`), so that each filing is either seen by him or sees him.
--
-- o_status: created | repeated | changed (same key, other content) | closed (offering, account or draft)
--           | outdated (the version) | foreign (an upload that is not the filer's)
--           | unfit (files of a kind or size that their papers, whose codes o_code gives, do not take)
-- p_paper_kinds, p_paper_bytes: what each paper takes, its media types parted by blanks; nothing where
-- that was seen when the file came.
CREATE FUNCTION dossiers_submit_v6(
  p_key text, p_digest bytea, p_now timestamptz, p_day date,
  p_agency_id bigint, p_unit_id bigint, p_unit_path text,
  p_offering_id bigint, p_version_id bigint, p_procedure text, p_variant text, p_channel text,
  p_language text, p_account_id bigint, p_person_id bigint, p_organisation_id bigint,
  p_public_id uuid, p_applicant text, p_contact bytea, p_answers bytea, p_tracking bytea[],
  p_search text, p_words text, p_fee_lines jsonb, p_fee bigint, p_actor_kind text,
  p_step_code text, p_step_role text, p_step_unit_id bigint, p_step_path text,
  p_paper_codes text[], p_uploads uuid[], p_paper_kinds text[], p_paper_bytes bigint[], p_draft_id bigint, p_invented boolean,
  p_office_id bigint, p_office_code text, p_gist text, p_written timestamptz,
  OUT o_status text, OUT o_id bigint, OUT o_public_id uuid, OUT o_code text
)
LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  first record;
  number integer;
  files bigint[];
  holds boolean;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended(p_key, 7));
  SELECT d.id, d.public_id, d.code, d.submission_digest INTO first
    FROM dossiers_dossier d WHERE d.submission_key = p_key;
  IF FOUND THEN
    o_status := CASE WHEN first.submission_digest = p_digest THEN 'repeated' ELSE 'changed' END;
    o_id := first.id;
    o_public_id := first.public_id;
    o_code := first.code;
    RETURN;
  END IF;

  PERFORM pg_advisory_xact_lock_shared(8, p_version_id::integer);
  SELECT v.status = 'published' AND (p_draft_id IS NOT NULL OR v.valid_to IS NULL OR v.valid_to > p_day)
    INTO holds
    FROM identity_account a
    JOIN procedures_procedureversion v ON v.id = p_version_id
    JOIN procedures_offering o ON o.id = p_offering_id AND o.agency_id = p_agency_id
     AND o.opened_from <= p_day AND (o.opened_to IS NULL OR o.opened_to > p_day)
    WHERE a.id = p_account_id AND a.is_active;
  IF NOT FOUND THEN
    o_status := 'closed';
    RETURN;
  END IF;
  IF NOT holds THEN
    o_status := 'outdated';
    RETURN;
  END IF;
  IF p_draft_id IS NOT NULL THEN
    PERFORM 1 FROM dossiers_draft r
      WHERE r.id = p_draft_id AND r.account_id = p_account_id AND r.dossier_id IS NULL FOR UPDATE;
    IF NOT FOUND THEN
      o_status := 'closed';
      RETURN;
    END IF;
  END IF;
  IF cardinality(p_uploads) > 0 THEN
    SELECT array_agg(u.file_id ORDER BY w.place),
           string_agg(DISTINCT w.code, ' ') FILTER (
             WHERE b.size > w.bytes OR NOT b.media_type = ANY (string_to_array(w.kinds, ' ')))
      INTO files, o_code
      FROM unnest(p_uploads, p_paper_codes, p_paper_kinds, p_paper_bytes)
        WITH ORDINALITY AS w(upload, code, kinds, bytes, place)
      JOIN dossiers_upload u ON u.public_id = w.upload AND u.account_id = p_account_id
      JOIN kernel_storedfile f ON f.id = u.file_id
      JOIN kernel_blob b ON b.sha256 = f.blob_id;
    IF coalesce(cardinality(files), 0) <> cardinality(p_uploads) THEN
      o_status := 'foreign';
      RETURN;
    END IF;
    IF o_code IS NOT NULL THEN
      o_status := 'unfit';
      RETURN;
    END IF;
  END IF;

  o_id := nextval('dossiers_dossier_id_seq');
  IF cardinality(p_uploads) > 0 THEN
    INSERT INTO dossiers_paper (public_id, dossier_id, code, file_id, added_at)
      SELECT kernel_time_ordered_id_v1(p_now), o_id, w.code, w.file_id, p_now
        FROM unnest(p_paper_codes, files) AS w(code, file_id);
  END IF;
  INSERT INTO dossiers_steprun (dossier_id, code, role, unit_id, started_at, note)
    VALUES (o_id, p_step_code, p_step_role, p_step_unit_id, p_now, '');
  INSERT INTO dossiers_transition
    (dossier_id, at, action, from_state, to_state, actor_kind, account_id, reason, data)
    VALUES (o_id, p_now, 'submit', '', 'filed', p_actor_kind, p_account_id, '', '{}');
  IF p_draft_id IS NOT NULL THEN
    UPDATE dossiers_draft SET dossier_id = o_id WHERE id = p_draft_id;
  END IF;
  INSERT INTO kernel_auditrow
    (at, agency_id, actor_kind, account_id, person_id, action, subject_kind, subject_id, dossier_id, data)
    VALUES (coalesce(p_written, p_now), p_agency_id, p_actor_kind, p_account_id, p_person_id,
      'dossiers.submit', 'dossier', p_public_id::text, o_id,
      jsonb_build_object('version', p_version_id, 'digest', encode(p_digest, 'hex'))
        || CASE WHEN p_written IS NULL THEN '{}' ELSE jsonb_build_object('as_of', p_now) END);
  INSERT INTO kernel_outboxrow (agency_id, name, payload, emitted_at)
    VALUES (p_agency_id, 'dossiers.submitted', jsonb_build_object('dossier_id', o_id), p_now);

  -- The number last: whoever else files at this office waits from here until we have committed.
  INSERT INTO dossiers_dossiernumbering AS n (agency_id, day, last) VALUES (p_office_id, p_day, 1)
    ON CONFLICT (agency_id, day) DO UPDATE SET last = n.last + 1
    RETURNING n.last INTO number;
  o_code := p_office_code || '-' || to_char(p_day, 'YYMMDD') || '-'
    || lpad(number::text, greatest(4, length(number::text)), '0');

  INSERT INTO dossiers_dossier (
    id, public_id, code, agency_id, unit_id, unit_path, offering_id, version_id, procedure_code, variant,
    channel, language, account_id, person_id, organisation_id, applicant_name, contact, answers,
    tracking, search, search_text, state, national_code, is_open, fee_lines, fee_at_filing, fee_state,
    submitted_at, step_code, step_role, step_path, submission_key, submission_digest, is_invented,
    gist)
  VALUES (
    o_id, p_public_id, o_code, p_agency_id, p_unit_id, p_unit_path, p_offering_id, p_version_id, p_procedure,
    p_variant, p_channel, p_language, p_account_id, p_person_id, p_organisation_id, p_applicant,
    p_contact, p_answers, p_tracking, p_words::tsvector, p_search, 'filed', 1, true,
    p_fee_lines, p_fee, CASE WHEN p_fee > 0 THEN 'due' ELSE 'none' END,
    p_now, p_step_code, p_step_role, p_step_path, p_key, p_digest, p_invented,
    p_gist);
  o_status := 'created';
  o_public_id := p_public_id;
END $$;
