-- Reports are an office's: what a province's inspectors say of a site is not the word of the city that judges it too.
-- needs: roles
create table staging.report (
    jurisdiction_id text not null,
    report_id text not null,
    subject_id text not null,
    indicator_id text,
    reason_id text,
    found_on date not null,
    body text not null,
    decision text not null,
    locator text,
    note text,
    attachment text,
    is_publishable boolean,
    primary key (jurisdiction_id, report_id)
);

comment on table staging.report is
'One report of an inspector or authority: the word of the office that loaded it, and of no other';
comment on column staging.report.jurisdiction_id is 'The office that loaded it (主管单位)';
comment on column staging.report.report_id is 'Number of the report';
comment on column staging.report.subject_id is 'The site or account';
comment on column staging.report.indicator_id is 'Indicator it speaks of, if any';
comment on column staging.report.reason_id is 'Reason it gives, if any';
comment on column staging.report.found_on is 'Day on which it was found';
comment on column staging.report.body is 'Name of the body, never of a person';
comment on column staging.report.decision is 'A word of Decision';
comment on column staging.report.locator is 'Page or post:<id> it speaks of';
comment on column staging.report.note is 'Note';
comment on column staging.report.attachment is 'Attachment';
comment on column staging.report.is_publishable is
'Whether a bulletin may name the subject as an example (可作为典型公开); blank is no';
