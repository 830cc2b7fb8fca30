-- What a page shows beside its structure: one generic table, so that a new reader needs no schema.
-- depends: 0007-comments

create table staging.sign (
    subject_id text not null,
    day date not null,
    url text not null,
    topic text not null,
    kind text not null,
    place text not null,
    snapshot_id text not null,
    value text,
    occurrence_count integer not null,
    excerpt text,
    detail jsonb not null default '{}',
    primary key (subject_id, day, url, topic, kind, place)
);
create index on staging.sign (day, topic, kind);
