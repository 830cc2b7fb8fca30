-- Write down what the records of visits say.
-- grain:  one row per planned visit
-- writes: staging.planned_visit
-- params: observer_id, rows (JSON list of objects with the key and what was read)
update staging.planned_visit as visit
set
    outcome = said.outcome,
    http_status = said.http_status,
    link_outcome = said.link_outcome,
    read_state = said.read_state,
    title = said.title,
    text_char_count = said.text_char_count,
    text_hash = said.text_hash,
    note = said.note
from
    jsonb_to_recordset(%(rows)s) as said (
        kind text,
        subject_id text,
        url text,
        day date,
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
    and visit.kind = said.kind
    and visit.subject_id = said.subject_id
    and visit.url = said.url
    and visit.day = said.day;
