-- The registry on its way in: exports as they came, and which office's registry names which subject.
-- depends: 0004-ops

-- No keys and no "not null" here: the gate must be able to see what is wrong with an export.
create table staging.registry_subject (
    jurisdiction_id text,
    kind text,
    day date,
    row_no integer,
    subject_id text,
    name text,
    home_url text,
    platform text,
    account_kind text,
    account_id text,
    feed_url text,
    site_code text,
    organiser text,
    operator text,
    region_code text,
    region text,
    level text,
    site_kind text,
    status text,
    icp text,
    police_number text
);
create index on staging.registry_subject (subject_id);

create table staging.registry_column (
    jurisdiction_id text,
    day date,
    row_no integer,
    subject_id text,
    url text,
    name text,
    class text
);
create index on staging.registry_column (subject_id, url);

create table mart.dim_registration (
    jurisdiction_id text not null,
    subject_id text not null,
    valid_from date not null,
    valid_to date,
    kind text not null,
    primary key (jurisdiction_id, subject_id, valid_from)
);
create index on mart.dim_registration (subject_id);

create table ops.registry_load (
    jurisdiction_id text not null,
    source text not null,
    day date not null,
    content_sha256 text not null,
    primary key (jurisdiction_id, source, day)
);

comment on table staging.registry_subject is 'The newest export of sites and of accounts as received, row by row';
comment on table staging.registry_column is 'The newest export of columns as received, row by row';
comment on table mart.dim_registration is
'Which office''s registry names which subject, and when: two offices may name the same one';
comment on column mart.dim_registration.jurisdiction_id is 'The office whose registry names the subject (登记单位)';
comment on column mart.dim_registration.subject_id is 'The site or account';
comment on column mart.dim_registration.valid_from is 'First day on which the registry names it';
comment on column mart.dim_registration.valid_to is 'Day from which it does so no more, null while it does';
comment on column mart.dim_registration.kind is 'site or account';
comment on table ops.registry_load is 'Exports that went into the history: the newest day of a source is in force';
