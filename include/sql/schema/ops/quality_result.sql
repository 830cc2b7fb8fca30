-- needs: roles
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
    remedy text not null default '',
    primary key (run_id, suite, expectation, column_name)
);
create index on ops.quality_result (jurisdiction_id, suite, checked_at desc);

comment on table ops.quality_result is 'Results of the Great Expectations gates';
comment on column ops.quality_result.run_id is 'The run that said so';
comment on column ops.quality_result.suite is 'Suite of expectations (include/expectations)';
comment on column ops.quality_result.day is 'Day that was looked at';
comment on column ops.quality_result.jurisdiction_id is 'The office (主管单位)';
comment on column ops.quality_result.expectation is 'What was expected';
comment on column ops.quality_result.column_name is 'Column that it speaks of; empty for the table';
comment on column ops.quality_result.severity is 'stop, or warn';
comment on column ops.quality_result.is_met is 'Whether it was met';
comment on column ops.quality_result.observed is 'What was seen instead';
comment on column ops.quality_result.unexpected_count is 'Rows that did not meet it';
comment on column ops.quality_result.checked_at is 'Instant of the check, UTC';
comment on column ops.quality_result.remedy is 'What to do about it';
