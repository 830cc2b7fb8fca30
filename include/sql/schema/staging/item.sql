-- needs: roles
create table staging.item (
    observer_id text not null,
    subject_id text not null,
    day date not null,
    column_url text not null,
    url text not null,
    snapshot_id text not null,
    title text,
    published_on date,
    primary key (observer_id, subject_id, day, column_url, url)
) partition by range (day);
create table staging.item_default partition of staging.item default;

comment on table staging.item is 'One list entry of a column or home page';
comment on column staging.item.observer_id is 'The office that observed (观测单位)';
comment on column staging.item.subject_id is 'The site';
comment on column staging.item.day is 'Official day (Asia/Shanghai) of the observation';
comment on column staging.item.column_url is 'Page whose list it is in';
comment on column staging.item.url is 'Address it leads to';
comment on column staging.item.snapshot_id is 'The record that shows it: its WARC-Record-ID';
comment on column staging.item.title is 'Its text';
comment on column staging.item.published_on is 'Date printed beside it, or of its article';
