-- needs: roles
create table ops.registry_load (
    jurisdiction_id text not null,
    source text not null,
    day date not null,
    content_sha256 text not null,
    read_sha256 text,
    primary key (jurisdiction_id, source, day)
);

comment on table ops.registry_load is 'Exports that went into the history: the newest day of a source is in force';
comment on column ops.registry_load.jurisdiction_id is 'The office (主管单位)';
comment on column ops.registry_load.source is 'The input (来源): sites, accounts, messages, …';
comment on column ops.registry_load.day is 'Day of the load';
comment on column ops.registry_load.content_sha256 is 'SHA-256 of the export';
comment on column ops.registry_load.read_sha256 is
'Digest of all that the load depended on: content, headers and vocabularies, rulings';
