-- needs: roles
create table staging.mark (
    observer_id text not null,
    subject_id text not null,
    day date not null,
    page_url text not null,
    kind text not null,
    snapshot_id text not null,
    value text,
    detail jsonb not null default '{}',
    primary key (observer_id, subject_id, day, page_url, kind)
) partition by range (day);
create table staging.mark_default partition of staging.mark default;
create index on staging.mark (day);

comment on table staging.mark is 'One footer fact (页脚标识) found on a home page';
comment on column staging.mark.observer_id is 'The office that observed (观测单位)';
comment on column staging.mark.subject_id is 'The site';
comment on column staging.mark.day is 'Official day (Asia/Shanghai) of the observation';
comment on column staging.mark.page_url is 'The home page';
comment on column staging.mark.kind is 'What it is: a word of MarkKind';
comment on column staging.mark.snapshot_id is 'The record that shows it: its WARC-Record-ID';
comment on column staging.mark.value is 'As printed';
comment on column staging.mark.detail is 'Its parameters; of an error entry (网站找错): site_code, url, host';
