-- How the house itself is doing.
-- depends: 0003-mart

create table ops.ingest_batch (
    jurisdiction_id text not null,
    source text not null,
    day date not null,
    file text not null,
    read_count integer not null,
    quarantined_count integer not null,
    merged_count integer not null,
    in_force_count integer not null,
    state text not null check (state in ('loaded', 'stopped')),
    detail text,
    primary key (jurisdiction_id, source, day, file)
);

create table ops.quarantine (
    jurisdiction_id text not null,
    source text not null,
    day date not null,
    file text not null,
    row_no integer not null,
    column_name text not null,
    value text,
    reason text not null,
    remedy text not null,
    raw jsonb not null,
    primary key (jurisdiction_id, source, day, file, row_no, column_name)
);

create table ops.day_stage (
    jurisdiction_id text not null,
    day date not null,
    stage text not null check (stage in ('extracted', 'reconciled', 'evaluated')),
    batch_no integer not null,
    batch_count integer not null,
    planned_count integer not null,
    done_count integer not null,
    detail text,
    primary key (jurisdiction_id, day, stage, batch_no)
);

create table ops.proposal (
    jurisdiction_id text not null,
    subject_id text not null,
    indicator_id text not null,
    locator text not null,
    term text not null,
    first_seen_on date not null,
    last_seen_on date not null,
    excerpt text,
    snapshot_id text,
    state text not null check (state in ('open', 'confirmed', 'struck_out', 'downgraded')),
    primary key (jurisdiction_id, subject_id, indicator_id, locator, term)
);

create table ops.quality_result (
    run_id text not null,
    suite text not null,
    day date not null,
    jurisdiction_id text not null,
    expectation text not null,
    column_name text not null,
    severity text not null,
    is_met boolean not null,
    observed text,
    unexpected_count bigint,
    checked_at timestamptz not null,
    primary key (run_id, suite, expectation, column_name)
);

comment on table ops.ingest_batch is 'Counts at every step of each load: read, quarantined, merged, in force';
comment on table ops.quarantine is 'Input rows that could not be taken, with place, value, reason and remedy';
comment on table ops.day_stage is 'Which day has passed which stage: planned and done';
comment on table ops.proposal is 'Findings that a machine proposes for confirmation: unanswered, they fail nobody';
comment on table ops.quality_result is 'Results of the Great Expectations gates';
