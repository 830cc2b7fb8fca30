-- What was read of a page's body, kept so that an unchanged page is not read again.
-- depends: 0017-quality

-- One row per body (`body_id`: the record that holds it, which revisits refer to) and digest of everything else that
-- its readers were given. `content` is theirs (extract/content.py), good for the days from `valid_from` to
-- `valid_until`; null is no bound. A cache: it may be emptied at any time, and a crash of the server empties it.
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
