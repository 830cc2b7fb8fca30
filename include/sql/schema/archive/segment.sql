-- needs: roles ops/functions/keep_whole
create table archive.segment (
    observer_id text not null,
    segment_no integer not null check (segment_no > 0),
    closed_at timestamptz not null,
    previous_sha256 text not null,
    sha256 text not null,
    file_count integer not null,
    primary key (observer_id, segment_no)
);
create trigger keep_whole before update or delete or truncate on archive.segment
for each statement execute function ops.keep_whole();

comment on table archive.segment is
'Closed segments of an office''s evidence (证据链分段): each names the one before; the newest is the head';
comment on column archive.segment.observer_id is 'The office that observed (观测单位)';
comment on column archive.segment.segment_no is 'Number, from 1 without gaps';
comment on column archive.segment.closed_at is 'Instant of its closing, UTC';
comment on column archive.segment.previous_sha256 is 'SHA-256 of the manifest before; zeros for the first';
comment on column archive.segment.sha256 is 'SHA-256 of its manifest, manifests/<office>/<no>.json in the store';
comment on column archive.segment.file_count is 'Files that it names';
