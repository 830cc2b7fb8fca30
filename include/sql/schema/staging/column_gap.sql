-- Columns (栏目) on days on which they were not read, as the looks before and after tell: one row a day, written anew
-- for the days that are judged (fold/column_gap.sql says how).
-- needs: roles
create table staging.column_gap (
    observer_id text not null,
    subject_id text not null,
    url text not null,
    day date not null,
    snapshot_id text,
    name text not null,
    class text not null,
    depth integer not null,
    read_state text not null,
    is_blank boolean,
    newest_item_on date,
    read_on date not null,
    may_be_newer boolean not null,
    primary key (observer_id, subject_id, day, url)
) partition by range (day);
create table staging.column_gap_default partition of staging.column_gap default;
create index on staging.column_gap (day);

comment on table staging.column_gap is
'What columns (栏目) were like on days on which they were not read, as the looks before and after tell';
comment on column staging.column_gap.observer_id is 'The office that observed (观测单位)';
comment on column staging.column_gap.subject_id is 'The site';
comment on column staging.column_gap.url is 'Address of the column';
comment on column staging.column_gap.day is 'The day on which it was not read';
comment on column staging.column_gap.snapshot_id is 'The record that tells: its WARC-Record-ID';
comment on column staging.column_gap.name is 'Name of the column (栏目名称)';
comment on column staging.column_gap.class is 'Class (栏目类别): a word of ColumnClass';
comment on column staging.column_gap.depth is '1 is first level';
comment on column staging.column_gap.read_state is 'Why it was not read: as in staging.site_column';
comment on column staging.column_gap.is_blank is 'Whether it was without entries; null where no look tells';
comment on column staging.column_gap.newest_item_on is 'Newest day of an entry that was there';
comment on column staging.column_gap.read_on is 'Day of the look that tells';
comment on column staging.column_gap.may_be_newer is
'No later look tells of the day: proof that the column was not late yet, and none that it was, or that it was blank';
