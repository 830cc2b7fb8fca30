-- needs: roles
create table ops.registry_unread (
    jurisdiction_id text not null,
    source text not null,
    day date not null,
    subject_id text not null,
    url text not null default '',
    primary key (jurisdiction_id, source, day, subject_id, url)
);

comment on table ops.registry_unread is
'Sites, accounts and columns that an export named in a row that could not be read: what held of them holds on';
comment on column ops.registry_unread.jurisdiction_id is 'The office (主管单位)';
comment on column ops.registry_unread.source is 'The input (来源): sites, accounts or columns';
comment on column ops.registry_unread.day is 'Day of the export';
comment on column ops.registry_unread.subject_id is 'The site or account';
comment on column ops.registry_unread.url is 'Of a column its address, else empty';
