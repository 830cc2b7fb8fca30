-- needs: roles
create table staging.page (
    observer_id text not null,
    subject_id text not null,
    day date not null,
    url text not null,
    snapshot_id text not null,
    kind text not null,
    read_state text not null,
    title text,
    column_name text,
    published_at timestamptz,
    published_on date,
    published_source text,
    newest_item_on date,
    oldest_item_on date,
    item_count integer,
    text_char_count integer,
    charset text,
    published_sources jsonb,
    published_reason text,
    language text,
    skeleton_hash bigint,
    text_hash bigint,
    primary key (observer_id, subject_id, day, url)
) partition by range (day);
create table staging.page_default partition of staging.page default;
create index on staging.page (day);
create index on staging.page (day) where kind = 'home';

comment on table staging.page is 'One page as read on a day';
comment on column staging.page.observer_id is 'The office that observed (观测单位)';
comment on column staging.page.subject_id is 'The site';
comment on column staging.page.day is 'Official day (Asia/Shanghai) of the observation';
comment on column staging.page.url is 'Address of the page; of a home page or column, the registry''s';
comment on column staging.page.snapshot_id is 'The record that shows it: its WARC-Record-ID';
comment on column staging.page.kind is 'home, column, article or other: a word of PageKind';
comment on column staging.page.read_state is
'How the reading went: ok, empty, script_shell, undecodable, error_page, blocked or failed';
comment on column staging.page.title is 'Its title';
comment on column staging.page.column_name is 'Column it belongs to';
comment on column staging.page.published_at is 'Best instant of publication, UTC';
comment on column staging.page.published_on is 'Best day of publication';
comment on column staging.page.published_source is 'Source of the best: text, markup, list, meta, url or first_seen';
comment on column staging.page.newest_item_on is 'Newest date printed beside its list entries, none after the day';
comment on column staging.page.oldest_item_on is 'Oldest date printed beside its list entries';
comment on column staging.page.item_count is 'List entries on it, dated or not';
comment on column staging.page.text_char_count is 'Characters of its text';
comment on column staging.page.charset is 'Encoding it was read in';
comment on column staging.page.published_sources is 'Day that each source names';
comment on column staging.page.published_reason is
'Why the best was taken: only, agreed, over_tag (printed against a later tag) or first_of_order';
comment on column staging.page.language is 'ISO 639-1, told by script';
comment on column staging.page.skeleton_hash is 'Simhash of its template; null where there is too little';
comment on column staging.page.text_hash is 'Simhash of an article''s sentences; null where there is too little';
