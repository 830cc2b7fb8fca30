-- needs: roles
create table mart.fact_activity (
    jurisdiction_id text not null,
    activity_id text not null,
    name text not null,
    kind text not null,
    organiser text not null,
    starts_on date not null,
    ends_on date,
    reported_on date,
    approval text,
    url text,
    primary key (jurisdiction_id, activity_id)
);

comment on table mart.fact_activity is 'Votes, likes and check-ins on the web (网络投票等活动), reported ahead or not';
comment on column mart.fact_activity.jurisdiction_id is 'The office (主管单位)';
comment on column mart.fact_activity.activity_id is 'The activity (活动编号)';
comment on column mart.fact_activity.name is 'Its name (活动名称)';
comment on column mart.fact_activity.kind is 'vote (投票), like (点赞), check_in (打卡) or other';
comment on column mart.fact_activity.organiser is 'The body that holds it (主办单位)';
comment on column mart.fact_activity.starts_on is 'First day';
comment on column mart.fact_activity.ends_on is 'Last day, null where it is not set';
comment on column mart.fact_activity.reported_on is 'Day of the report (报备日期), null where nobody reported';
comment on column mart.fact_activity.approval is 'Number of the approval (批复文号)';
comment on column mart.fact_activity.url is 'Its page';
