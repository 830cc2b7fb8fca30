-- needs: roles
create table staging.link (
    observer_id text not null,
    subject_id text not null,
    day date not null,
    page_url text not null,
    target_url text not null,
    snapshot_id text not null,
    kind text not null,
    outcome text not null,
    http_status integer,
    target_snapshot_id text,
    primary key (observer_id, subject_id, day, page_url, target_url)
) partition by range (day);
create table staging.link_default partition of staging.link default;
create index on staging.link (day) where outcome = 'broken';

comment on table staging.link is
'One link of a home page, as the crawl''s own visit found it: whether it counts says staging.broken_link';
comment on column staging.link.observer_id is 'The office that observed (观测单位)';
comment on column staging.link.subject_id is 'The site';
comment on column staging.link.day is 'Official day (Asia/Shanghai) of the observation';
comment on column staging.link.page_url is 'Page that it stands on';
comment on column staging.link.target_url is 'Address it leads to';
comment on column staging.link.snapshot_id is 'The record that shows it: its WARC-Record-ID';
comment on column staging.link.kind is 'internal, external or attachment';
comment on column staging.link.outcome is 'What its target gave: a word of LinkOutcome';
comment on column staging.link.http_status is 'Status of the answer; null where there was none';
comment on column staging.link.target_snapshot_id is 'The record of its target';
