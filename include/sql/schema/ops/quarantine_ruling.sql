-- needs: roles
create table ops.quarantine_ruling (
    jurisdiction_id text not null,
    source text not null,
    raw_sha256 text not null,
    ruling text not null check (ruling in ('corrected', 'approved', 'discarded')),
    cells jsonb not null,
    run_id text not null,
    ruled_on date not null,
    primary key (jurisdiction_id, source, raw_sha256)
);

comment on table ops.quarantine_ruling is
'What people said of quarantined rows: it holds for every load in which such a row comes';
comment on column ops.quarantine_ruling.jurisdiction_id is 'The office (主管单位)';
comment on column ops.quarantine_ruling.source is 'The input (来源): sites, accounts, messages, …';
comment on column ops.quarantine_ruling.raw_sha256 is 'Digest of the cells of the row that it speaks of';
comment on column ops.quarantine_ruling.ruling is 'corrected, approved or discarded';
comment on column ops.quarantine_ruling.cells is 'The cells as people corrected them';
comment on column ops.quarantine_ruling.run_id is 'The run that said so';
comment on column ops.quarantine_ruling.ruled_on is 'Day of the ruling';
