-- Approved downtimes are an office's: what the city approved does not excuse the site before the province that judges
-- it too, until its own list says so.
-- needs: roles
create table mart.dim_downtime (
    jurisdiction_id text not null,
    subject_id text not null,
    starts_at timestamptz not null,
    ends_at timestamptz not null,
    reason text,
    approval text not null,
    primary key (jurisdiction_id, subject_id, starts_at)
);

comment on table mart.dim_downtime is 'Approved downtimes (临时下线): one row per office, site and beginning';
comment on column mart.dim_downtime.jurisdiction_id is 'The office whose list names it (主管单位)';
comment on column mart.dim_downtime.subject_id is 'The site';
comment on column mart.dim_downtime.starts_at is 'Beginning, UTC';
comment on column mart.dim_downtime.ends_at is 'End, UTC';
comment on column mart.dim_downtime.reason is 'Why';
comment on column mart.dim_downtime.approval is 'The approvals number or name (批准文号)';
