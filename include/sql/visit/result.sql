-- Write down what came of visits.
-- grain:  one row per planned visit
-- writes: staging.planned_visit
-- params: observer_id, rows (JSON list of objects with the key and the result's columns)
update staging.planned_visit as visit
set
    state = made.state,
    visited_at = made.visited_at,
    snapshot_id = made.snapshot_id,
    outcome = made.outcome,
    http_status = made.http_status,
    link_outcome = made.link_outcome,
    read_state = made.read_state,
    title = made.title,
    text_char_count = made.text_char_count,
    text_hash = made.text_hash,
    note = made.note
from
    jsonb_to_recordset(%(rows)s) as made (
        kind text,
        subject_id text,
        url text,
        day date,
        state text,
        visited_at timestamptz,
        snapshot_id text,
        outcome text,
        http_status integer,
        link_outcome text,
        read_state text,
        title text,
        text_char_count integer,
        text_hash bigint,
        note text
    )
where
    visit.observer_id = %(observer_id)s
    and visit.kind = made.kind
    and visit.subject_id = made.subject_id
    and visit.url = made.url
    and visit.day = made.day
    and visit.state = 'planned';
