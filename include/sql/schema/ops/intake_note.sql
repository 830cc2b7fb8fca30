-- needs: roles
create table ops.intake_note (
    jurisdiction_id text not null,
    source text not null,
    day date not null,
    file text not null,
    sheet text not null,
    row_no integer not null,
    column_name text not null,
    kind text not null,
    value text not null,
    said text not null,
    primary key (jurisdiction_id, source, day, file, sheet, row_no, column_name)
);

comment on table ops.intake_note is
'What a load passed over or emptied and did not stop at: rows that are no data, cells that could not be read';
comment on column ops.intake_note.jurisdiction_id is 'The office (主管单位)';
comment on column ops.intake_note.source is 'The input (来源): sites, accounts, messages, …';
comment on column ops.intake_note.day is 'Day of the load';
comment on column ops.intake_note.file is 'File or address, without a token';
comment on column ops.intake_note.sheet is 'Sheet of a workbook of which several are read, else empty';
comment on column ops.intake_note.row_no is 'Row of the export, from 1; 0 for a whole sheet';
comment on column ops.intake_note.column_name is 'Column of a cell that was emptied, or the sheet not read, else empty';
comment on column ops.intake_note.kind is
'emptied (the row is in without this cell), unread sheet, or what the row is: title, total, note, signature, …';
comment on column ops.intake_note.value is 'The cell as it came, without persons';
comment on column ops.intake_note.said is
'What is wrong with the cell, why the sheet was not read, or how the row was told';
