-- What columns (栏目) were like, kept as changes: a row holds from `day` to `last_day`. The daily rows of
-- staging.site_column stay what they are, and these are folded from them (fold/column_state.sql). A row never
-- crosses the end of a month, so that a day finds its rows without reading years.
-- needs: roles
create table staging.column_state (
    observer_id text not null,
    subject_id text not null,
    url text not null,
    day date not null,
    last_day date not null check (last_day >= day),
    snapshot_id text,
    name text not null,
    class text not null,
    depth integer not null,
    source text not null,
    read_state text not null,
    is_blank boolean,
    newest_item_on date,
    primary key (observer_id, subject_id, day, url)
) partition by range (day);
create table staging.column_state_default partition of staging.column_state default;
create index on staging.column_state (day);

comment on table staging.column_state is
'What columns (栏目) were like, kept as changes: a row holds from day to last_day and never crosses the end of a month';
comment on column staging.column_state.observer_id is 'The office that observed (观测单位)';
comment on column staging.column_state.subject_id is 'The site';
comment on column staging.column_state.url is 'Address of the column';
comment on column staging.column_state.day is 'First day it holds';
comment on column staging.column_state.last_day is 'Last day it holds';
comment on column staging.column_state.snapshot_id is 'The record that shows it: its WARC-Record-ID';
comment on column staging.column_state.name is 'Name of the column (栏目名称)';
comment on column staging.column_state.class is 'Class (栏目类别): a word of ColumnClass';
comment on column staging.column_state.depth is '1 is first level';
comment on column staging.column_state.source is 'registry or discovered';
comment on column staging.column_state.read_state is 'As in staging.site_column';
comment on column staging.column_state.is_blank is 'Whether it is without entries; null where it could not be read';
comment on column staging.column_state.newest_item_on is
'Newest date printed beside its list entries, else of their articles; none after the day';
