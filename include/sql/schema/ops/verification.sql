-- needs: roles
create table ops.verification (
    observer_id text not null,
    verified_at timestamptz not null,
    scope text not null check (scope in ('chain', 'all')),
    segment_count integer not null,
    file_count integer not null,
    record_count bigint not null,
    fault_count integer not null,
    faults jsonb not null,
    head_sha256 text,
    primary key (observer_id, verified_at)
);

comment on table ops.verification is 'What came of verifying the evidence (证据核验): store, index, manifests, database';
comment on column ops.verification.observer_id is 'The office whose evidence it is (观测单位)';
comment on column ops.verification.verified_at is 'Instant, UTC';
comment on column ops.verification.scope is 'chain (manifests and index) or all (every byte of every file, too)';
comment on column ops.verification.segment_count is 'Segments looked at';
comment on column ops.verification.file_count is 'Files looked at';
comment on column ops.verification.record_count is 'Records that the index names in them';
comment on column ops.verification.fault_count is 'Faults found';
comment on column ops.verification.faults is 'The first hundred: kind, place, what is told and what is found';
comment on column ops.verification.head_sha256 is 'Digest of the newest segment: to be kept elsewhere';
