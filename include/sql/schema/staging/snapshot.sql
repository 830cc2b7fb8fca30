-- needs: roles
create table staging.snapshot (
    observer_id text not null,
    snapshot_id text not null,
    subject_id text not null,
    url text not null,
    fetched_at timestamptz not null,
    day date not null check (day = (fetched_at at time zone 'Asia/Shanghai')::date),
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
    detail text,
    etag text,
    last_modified text,
    primary key (observer_id, snapshot_id, day)
) partition by range (day);
create table staging.snapshot_default partition of staging.snapshot default;
create index on staging.snapshot (day, subject_id);
-- Revisits of imported files whose body has not come yet.
create index on staging.snapshot (payload_digest) where outcome = 'unchanged' and refers_to is null;
create index on staging.snapshot (warc_file, warc_offset);
-- Scripts and data, few among pages: whoever reads a day asks for the last ones of two months (extract/parts.py).
create index on staging.snapshot (observer_id, subject_id, day)
where content_type ~* '(script|json|xml)' and content_type !~* 'xhtml';

comment on table staging.snapshot is 'One planned fetch (快照) and how it ended';
comment on column staging.snapshot.observer_id is 'The office that observed (观测单位)';
comment on column staging.snapshot.snapshot_id is
'The WARC-Record-ID (urn:uuid:…, without angle brackets); where there is no record, an id made from subject, '
'address and time';
comment on column staging.snapshot.subject_id is
'The site or account; external for a link''s target on a host of nobody, visit for an extra visit (whose it is '
'says the plan)';
comment on column staging.snapshot.url is 'Address asked for';
comment on column staging.snapshot.fetched_at is 'Instant of the fetch, UTC';
comment on column staging.snapshot.day is 'Official day (Asia/Shanghai) of the fetch';
comment on column staging.snapshot.outcome is 'How it ended: a word of FetchOutcome';
comment on column staging.snapshot.http_status is
'Status of the answer; of an unchanged page, that of the answer it repeats';
comment on column staging.snapshot.content_type is 'Type that the server names';
comment on column staging.snapshot.payload_digest is 'Digest of the body';
comment on column staging.snapshot.byte_count is 'Size of the body';
comment on column staging.snapshot.refers_to is 'The record that holds the body of an unchanged page';
comment on column staging.snapshot.warc_file is
'File, relative to the snapshot store; a skipped fetch has a file and no offset';
comment on column staging.snapshot.warc_offset is 'Where the record begins, bytes';
comment on column staging.snapshot.warc_length is 'Its length, bytes';
comment on column staging.snapshot.final_url is 'Where a redirect led elsewhere';
comment on column staging.snapshot.detail is
'Why it was skipped or failed, not modified (304), head (of a file only the head was asked for), needs a browser, '
'forwards to … (by meta tag or script)';
comment on column staging.snapshot.etag is 'What the server calls the version by';
comment on column staging.snapshot.last_modified is 'When the server says it was changed';
