-- needs: roles
create table mart.dim_domain (
    jurisdiction_id text not null,
    domain text not null,
    organiser text not null,
    state text not null,
    state_on date,
    reason text,
    primary key (jurisdiction_id, domain)
);

comment on table mart.dim_domain is 'Register of .gov.cn domains (域名清理) and what became of each';
comment on column mart.dim_domain.jurisdiction_id is 'The office (主管单位)';
comment on column mart.dim_domain.domain is 'The domain (域名), without scheme';
comment on column mart.dim_domain.organiser is 'The body that registered it (主办单位)';
comment on column mart.dim_domain.state is 'qualified (符合要求), deregistered (注销), kept (因故保留) or pending (待清理)';
comment on column mart.dim_domain.state_on is 'Day on which it came into that state';
comment on column mart.dim_domain.reason is 'Why it is kept, where it is';
