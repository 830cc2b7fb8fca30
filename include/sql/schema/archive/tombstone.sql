-- needs: roles
create table archive.tombstone (
    observer_id text not null,
    file text not null,
    sha256 text not null,
    reason text not null check (reason in ('retention', 'replaced')),
    buried_at timestamptz not null default clock_timestamp(),
    segment_no integer,
    primary key (observer_id, file, sha256)
);

comment on table archive.tombstone is
'Files that stood in a segment and are gone by rule (移除记录): what is gone without one was taken away';
comment on column archive.tombstone.observer_id is 'The office that observed (观测单位)';
comment on column archive.tombstone.file is 'File, relative to the snapshot store';
comment on column archive.tombstone.sha256 is 'SHA-256 of its bytes when it was closed';
comment on column archive.tombstone.reason is 'retention (保存期满) or replaced (by a later run of the same crawl)';
comment on column archive.tombstone.buried_at is 'Instant of the removal, UTC';
comment on column archive.tombstone.segment_no is 'The segment that holds it fast; null until the next is closed';
