-- Rows are never deleted: what became of one is its state.
-- needs: roles
create table ops.quarantine (
    jurisdiction_id text not null,
    source text not null,
    day date not null,
    file text not null,
    sheet text not null default '',
    row_no integer not null,
    column_name text not null,
    value text,
    reason text not null,
    remedy text not null,
    raw jsonb not null,
    raw_sha256 text not null,
    row_key text,
    state text not null default 'waiting'
    check (state in ('waiting', 'returned', 'discarded', 'mended', 'repeated', 'withdrawn')),
    ended_on date,
    primary key (jurisdiction_id, source, day, file, sheet, row_no, column_name, raw_sha256)
);
create index on ops.quarantine (jurisdiction_id, source, raw_sha256);

comment on table ops.quarantine is 'Input rows that could not be taken, with place, value, reason and remedy';
comment on column ops.quarantine.jurisdiction_id is 'The office (主管单位)';
comment on column ops.quarantine.source is 'The input (来源): sites, accounts, messages, …';
comment on column ops.quarantine.day is 'Day of the load';
comment on column ops.quarantine.file is 'File or address, without a token';
comment on column ops.quarantine.sheet is 'Sheet of a workbook of which several are read, else empty';
comment on column ops.quarantine.row_no is 'Row of the export, from 1';
comment on column ops.quarantine.column_name is 'Column at fault';
comment on column ops.quarantine.value is 'Its value';
comment on column ops.quarantine.reason is 'What is wrong with it';
comment on column ops.quarantine.remedy is 'What to do about it';
comment on column ops.quarantine.raw is 'All cells of the row as they came';
comment on column ops.quarantine.raw_sha256 is 'Which row it is, whatever file it comes in: digest of its cells';
comment on column ops.quarantine.row_key is 'Key of the row, where it could be read';
comment on column ops.quarantine.state is
'waiting; returned (a ruling let it in), discarded (ruled out), mended (the source sent it right), repeated (it '
'came
again: the newer row waits), withdrawn (the source sends it no more)';
comment on column ops.quarantine.ended_on is 'Day of the load that ended its waiting';
