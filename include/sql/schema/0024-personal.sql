-- Persons whom the registries name (责任人, 联系人): apart from everything else, for whoever must reach them. No query
-- of a mart, a measure or a bulletin reads this schema, and roles that may read marts may not look into it.
-- depends: 0020-further-inputs

create schema personal;
comment on schema personal is 'Contact persons of the registries: personal data, read by the role personal_reader only';

-- A role belongs to the whole server: two databases on one server share it.
do $$
begin
    create role personal_reader nologin;
exception when duplicate_object or unique_violation then null;
end
$$;
revoke all on schema personal from public;
grant usage on schema personal to personal_reader;

-- As the newest export says, without history; who is not named any more is gone.
create table personal.contact (
    jurisdiction_id text not null,
    subject_id text not null,
    header text not null,
    value text not null,
    primary key (jurisdiction_id, subject_id, header)
);
comment on table personal.contact is 'What the newest export says of the persons of a site or account';
comment on column personal.contact.header is 'Header of the export, such as 联系人 or 手机';
revoke all on personal.contact from public;
grant select on personal.contact to personal_reader;
