-- needs: roles
create table mart.dim_registration (
    jurisdiction_id text not null,
    subject_id text not null,
    valid_from date not null,
    valid_to date,
    kind text not null,
    primary key (jurisdiction_id, subject_id, valid_from)
);
create index on mart.dim_registration (subject_id);

comment on table mart.dim_registration is
'Which office''s registry names which subject, and when: two offices may name the same one';
comment on column mart.dim_registration.jurisdiction_id is 'The office whose registry names the subject (登记单位)';
comment on column mart.dim_registration.subject_id is 'The site or account';
comment on column mart.dim_registration.valid_from is 'First day on which the registry names it';
comment on column mart.dim_registration.valid_to is 'Day from which it does so no more, null while it does';
comment on column mart.dim_registration.kind is 'site or account';
