-- Small and in one piece: what is partitioned by month cannot hold that a record id means one record for ever.
-- needs: roles
create table archive.record (
    record_id text primary key,
    payload_digest text,
    file text not null
);
create index on archive.record (file);

comment on table archive.record is 'Every record that the archive holds (存档记录): an id means these bytes and no others';
comment on column archive.record.record_id is 'The WARC-Record-ID (urn:uuid:…, without angle brackets)';
comment on column archive.record.payload_digest is 'Digest of its body; null where it has none';
comment on column archive.record.file is 'File that it came in first, relative to the snapshot store';
