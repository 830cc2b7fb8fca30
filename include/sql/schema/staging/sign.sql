-- needs: roles
create table staging.sign (
    observer_id text not null,
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
    primary key (observer_id, subject_id, day, url, topic, kind, place)
) partition by range (day);
create table staging.sign_default partition of staging.sign default;
create index on staging.sign (day, topic, kind);

comment on table staging.sign is
'One sign (迹象) that a page shows: one generic table, so that a new reader needs no schema';
comment on column staging.sign.observer_id is 'The office that observed (观测单位)';
comment on column staging.sign.subject_id is 'The site or account';
comment on column staging.sign.day is 'Official day (Asia/Shanghai) of the observation';
comment on column staging.sign.url is 'Address of the page, or post:<id>';
comment on column staging.sign.topic is 'Topic of its reader (docs/tables.md)';
comment on column staging.sign.kind is 'Kind of sign within its topic';
comment on column staging.sign.place is 'What tells two of a kind on one page apart';
comment on column staging.sign.snapshot_id is 'The record that shows it: its WARC-Record-ID';
comment on column staging.sign.value is 'What was read, personal data masked';
comment on column staging.sign.occurrence_count is 'How often';
comment on column staging.sign.excerpt is 'The text around it';
comment on column staging.sign.detail is 'What else its reader says';
