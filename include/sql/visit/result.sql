-- Write down that visits were made, or why they were not; what they say is read from their records (`said.sql`).
-- grain:  one row per planned visit
-- writes: staging.planned_visit
-- params: observer_id, rows (JSON list of objects with the key and the result's columns)
update staging.planned_visit as visit
set
    state = made.state,
    visited_at = made.visited_at,
    snapshot_id = made.snapshot_id,
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
        note text
    )
where
    visit.observer_id = %(observer_id)s
    and visit.kind = made.kind
    and visit.subject_id = made.subject_id
    and visit.url = made.url
    and visit.day = made.day
    and visit.state = 'planned';
