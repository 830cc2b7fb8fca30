-- needs: roles
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
    passed_over_count integer not null default 0,
    primary key (jurisdiction_id, source, day, file)
);

comment on table ops.ingest_batch is 'Counts at every step of each load: read, quarantined, merged, in force';
comment on column ops.ingest_batch.jurisdiction_id is 'The office (主管单位)';
comment on column ops.ingest_batch.source is 'The input (来源): sites, accounts, messages, …';
comment on column ops.ingest_batch.day is 'Day of the load';
comment on column ops.ingest_batch.file is 'File or address, without a token';
comment on column ops.ingest_batch.read_count is 'Rows read (读取)';
comment on column ops.ingest_batch.quarantined_count is 'Of these, rows that could not be taken (待核)';
comment on column ops.ingest_batch.passed_over_count is
'Of these, rows that are no data (合计, 注, 填表人, titles): ops.intake_note names them';
comment on column ops.ingest_batch.merged_count is 'Of these, rows merged (入库)';
comment on column ops.ingest_batch.in_force_count is 'Rows in force after it (有效)';
comment on column ops.ingest_batch.state is 'loaded, or stopped by a gate: then what was in force before still is';
comment on column ops.ingest_batch.detail is 'Why it was stopped, or what is worth a look';
