-- As the newest export says, without history; who is not named any more is gone.
-- No query of a mart, a measure or a bulletin reads this schema.
-- needs: roles
create table personal.contact (
    jurisdiction_id text not null,
    subject_id text not null,
    header text not null,
    value text not null,
    primary key (jurisdiction_id, subject_id, header)
);

comment on table personal.contact is 'What the newest export says of the persons of a site or account';
comment on column personal.contact.jurisdiction_id is 'The office (主管单位)';
comment on column personal.contact.subject_id is 'The site or account';
comment on column personal.contact.header is 'Header of the export, such as 联系人 or 手机';
comment on column personal.contact.value is 'What the export says there';
