-- One row per body (`body_id`: the record that holds it, which revisits refer to) and digest of everything else that
-- its readers were given. `content` is theirs (extract/content.py), good for the days from `valid_from` to
-- `valid_until`; null is no bound. A cache: it may be emptied at any time, and a crash of the server empties it.
-- needs: roles
create unlogged table ops.page_reading (
    body_id text not null,
    inputs text not null,
    subject_id text not null,
    url text not null,
    read_for date not null,
    valid_from date,
    valid_until date,
    content bytea not null,
    primary key (body_id, inputs)
);
create index on ops.page_reading (subject_id, url);

comment on table ops.page_reading is
'What was read of one body: a cache by which an unchanged page is not read again (extract/remembered.py); emptying '
'it costs time and nothing else';
comment on column ops.page_reading.body_id is 'The record that holds the body';
comment on column ops.page_reading.inputs is 'Digest of everything else that its readers were given';
comment on column ops.page_reading.subject_id is 'The site';
comment on column ops.page_reading.url is 'Address of the page';
comment on column ops.page_reading.read_for is 'Day it was read for first';
comment on column ops.page_reading.valid_from is 'First day it is good for; null without bound';
comment on column ops.page_reading.valid_until is 'Last day it is good for; null without bound';
comment on column ops.page_reading.content is 'What the readers found, packed';
