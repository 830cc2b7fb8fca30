-- What observers and readers write. docs/tables.md tells each table in words.
-- depends: 0001-schemas-and-roles

create table staging.probe (
    subject_id text not null,
    scheduled_at timestamptz not null,
    vantage text not null,
    day date not null generated always as ((scheduled_at at time zone 'Asia/Shanghai')::date) stored,
    started_at timestamptz,
    outcome text not null,
    http_status integer,
    seconds double precision,
    final_url text,
    detail text,
    primary key (subject_id, scheduled_at, vantage)
);
create index on staging.probe (day);

create table staging.snapshot (
    snapshot_id text primary key,
    subject_id text not null,
    url text not null,
    fetched_at timestamptz not null,
    day date not null generated always as ((fetched_at at time zone 'Asia/Shanghai')::date) stored,
    outcome text not null,
    http_status integer,
    content_type text,
    payload_digest text,
    byte_count bigint,
    refers_to text,
    warc_file text,
    warc_offset bigint,
    warc_length bigint,
    final_url text,
    detail text
);
create index on staging.snapshot (day, subject_id);

create table staging.page (
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
    primary key (subject_id, day, url)
);
create index on staging.page (day);

create table staging.site_column (
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
    primary key (subject_id, day, url)
);
create index on staging.site_column (day);

create table staging.item (
    subject_id text not null,
    day date not null,
    column_url text not null,
    url text not null,
    snapshot_id text not null,
    title text,
    published_on date,
    primary key (subject_id, day, column_url, url)
);

create table staging.link (
    subject_id text not null,
    day date not null,
    page_url text not null,
    target_url text not null,
    snapshot_id text not null,
    kind text not null,
    outcome text not null,
    http_status integer,
    target_snapshot_id text,
    primary key (subject_id, day, page_url, target_url)
);

create table staging.mark (
    subject_id text not null,
    day date not null,
    page_url text not null,
    kind text not null,
    snapshot_id text not null,
    value text,
    detail jsonb not null default '{}',
    primary key (subject_id, day, page_url, kind)
);

create table staging.term_hit (
    subject_id text not null,
    day date not null,
    locator text not null,
    term text not null,
    occurrence_count integer not null,
    snapshot_id text,
    severity text not null,
    suggestion text,
    list_id text not null,
    excerpt text,
    primary key (subject_id, day, locator, term)
);

create table staging.account_check (
    subject_id text not null,
    checked_at timestamptz not null,
    connector text not null,
    day date not null generated always as ((checked_at at time zone 'Asia/Shanghai')::date) stored,
    outcome text not null,
    is_source_healthy boolean not null,
    name_seen text,
    organiser_seen text,
    is_certified boolean,
    has_interaction boolean,
    post_count integer,
    newest_post_at timestamptz,
    snapshot_id text,
    detail text,
    primary key (subject_id, checked_at, connector)
);
create index on staging.account_check (day, subject_id);

create table staging.post (
    subject_id text not null,
    post_id text not null,
    published_at timestamptz not null,
    published_on date not null generated always as ((published_at at time zone 'Asia/Shanghai')::date) stored,
    first_seen_at timestamptz not null,
    title text,
    url text,
    body text,
    snapshot_id text,
    primary key (subject_id, post_id)
);
create index on staging.post (subject_id, published_on);

create table staging.message (
    channel text not null,
    message_id text not null,
    subject_id text,
    received_at timestamptz not null,
    received_on date not null generated always as ((received_at at time zone 'Asia/Shanghai')::date) stored,
    due_at timestamptz,
    closed_at timestamptz,
    is_verified boolean,
    primary key (channel, message_id)
);

create table staging.report (
    report_id text primary key,
    subject_id text not null,
    indicator_id text,
    reason_id text,
    found_on date not null,
    body text not null,
    decision text not null,
    locator text,
    note text,
    attachment text
);
