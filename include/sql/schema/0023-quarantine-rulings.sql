-- The way back from quarantine: what people say of a row, and what became of it. Rows are never deleted.
-- depends: 0020-further-inputs

alter table ops.quarantine
add column raw_sha256 text not null default '',
add column row_key text,
add column state text not null default 'waiting'
check (state in ('waiting', 'returned', 'discarded', 'mended', 'repeated', 'withdrawn')),
add column ended_on date;
alter table ops.quarantine alter column raw_sha256 drop default;
alter table ops.quarantine drop constraint quarantine_pkey;
alter table ops.quarantine
add primary key (jurisdiction_id, source, day, file, row_no, column_name, raw_sha256);
create index on ops.quarantine (jurisdiction_id, source, raw_sha256);
comment on column ops.quarantine.raw_sha256 is 'Which row it is, whatever file it comes in: digest of its cells';
comment on column ops.quarantine.row_key is 'Key of the row, where it could be read';
comment on column ops.quarantine.state is
'waiting; returned (a ruling let it in), discarded (ruled out), mended (the source sent it right), repeated (it came
again: the newer row waits), withdrawn (the source sends it no more)';
comment on column ops.quarantine.ended_on is 'Day of the load that ended its waiting';

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

alter table ops.registry_load add column read_sha256 text;
comment on column ops.registry_load.read_sha256 is
'Digest of all that the load depended on: content, headers and vocabularies, rulings';
