-- needs: staging/functions/note_new_columns staging/functions/note_old_columns
create table staging.site_column (
    observer_id text not null,
    subject_id text not null,
    day date not null,
    url text not null,
    snapshot_id text,
    name text not null,
    class text not null,
    depth integer not null,
    source text not null,
    read_state text not null,
    item_count integer,
    is_blank boolean,
    newest_item_on date,
    oldest_item_on date,
    primary key (observer_id, subject_id, day, url)
) partition by range (day);
create table staging.site_column_default partition of staging.site_column default;
create index on staging.site_column (day);
create trigger note_inserted after insert on staging.site_column
referencing new table as new_row for each statement execute function staging.note_new_columns();
create trigger note_updated_from after update on staging.site_column
referencing old table as old_row for each statement execute function staging.note_old_columns();
create trigger note_updated_to after update on staging.site_column
referencing new table as new_row for each statement execute function staging.note_new_columns();
create trigger note_deleted after delete on staging.site_column
referencing old table as old_row for each statement execute function staging.note_old_columns();

comment on table staging.site_column is 'One column (栏目) of a site on a day';
comment on column staging.site_column.observer_id is 'The office that observed (观测单位)';
comment on column staging.site_column.subject_id is 'The site';
comment on column staging.site_column.day is 'Official day (Asia/Shanghai) of the observation';
comment on column staging.site_column.url is 'Address of the column';
comment on column staging.site_column.snapshot_id is 'The record that shows it: its WARC-Record-ID';
comment on column staging.site_column.name is 'Name of the column (栏目名称)';
comment on column staging.site_column.class is 'Class (栏目类别): a word of ColumnClass';
comment on column staging.site_column.depth is '1 is first level';
comment on column staging.site_column.source is 'registry or discovered';
comment on column staging.site_column.read_state is 'As in staging.page, also not_crawled';
comment on column staging.site_column.item_count is 'List entries, dated or not';
comment on column staging.site_column.is_blank is 'Whether it is without entries; null where it could not be read';
comment on column staging.site_column.newest_item_on is
'Newest date printed beside its list entries, none after the day';
comment on column staging.site_column.oldest_item_on is 'Oldest date printed beside its list entries';
