-- One row per visit asked for. `day` is the official day whose observations ask, so that planning a day twice
-- plans the same; the result is that of the one visit made.
-- needs: roles
create table staging.planned_visit (
    observer_id text not null,
    kind text not null,
    subject_id text not null,
    url text not null,
    day date not null,
    not_before timestamptz not null,
    asked_by text not null,
    detail jsonb not null default '{}',
    state text not null default 'planned',
    visited_at timestamptz,
    snapshot_id text,
    outcome text,
    http_status integer,
    link_outcome text,
    read_state text,
    title text,
    text_char_count integer,
    text_hash bigint,
    note text,
    primary key (observer_id, kind, subject_id, url, day)
) partition by range (day);
create table staging.planned_visit_default partition of staging.planned_visit default;
create index on staging.planned_visit (observer_id, not_before) where state = 'planned';
create index on staging.planned_visit (snapshot_id) where snapshot_id is not null;

comment on table staging.planned_visit is
'One visit that a day''s observations ask for apart from the crawl (额外访问): it is made once, and expires two days '
'overdue';
comment on column staging.planned_visit.observer_id is 'The office that observed (观测单位)';
comment on column staging.planned_visit.kind is 'What for: a word of VisitKind';
comment on column staging.planned_visit.subject_id is 'The site';
comment on column staging.planned_visit.url is 'Address to be visited';
comment on column staging.planned_visit.day is 'Official day whose observations ask';
comment on column staging.planned_visit.not_before is 'Instant before which it is not made, UTC';
comment on column staging.planned_visit.asked_by is 'The page, account or snapshot that asks';
comment on column staging.planned_visit.detail is 'Of a search test: word, and article_url that it must find';
comment on column staging.planned_visit.state is 'planned, done or why it was not made: a word of VisitState';
comment on column staging.planned_visit.visited_at is 'Instant of the visit, UTC';
comment on column staging.planned_visit.snapshot_id is 'The record that shows it: its WARC-Record-ID';
comment on column staging.planned_visit.outcome is 'How it ended: a word of FetchOutcome';
comment on column staging.planned_visit.http_status is 'Status of the answer; null where there was none';
comment on column staging.planned_visit.link_outcome is 'What a link''s target gave: a word of LinkOutcome';
comment on column staging.planned_visit.read_state is
'How the reading went: ok, empty, script_shell, undecodable, error_page, blocked or failed';
comment on column staging.planned_visit.title is 'Its title';
comment on column staging.planned_visit.text_char_count is 'Characters of its text';
comment on column staging.planned_visit.text_hash is 'Simhash of its text';
comment on column staging.planned_visit.note is 'Why it was not made';
