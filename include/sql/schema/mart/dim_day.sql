-- Written from the State Council's calendar of holidays whenever an office judges.
-- needs: roles
create table mart.dim_day (
    day date primary key,
    is_working_day boolean,
    week_starts_on date not null,
    weekday integer not null,
    month_id text not null,
    quarter_id text not null,
    half_id text not null,
    year_id text not null
);

comment on table mart.dim_day is
'Days (日期) from 2015 on, with their periods and whether people work';
comment on column mart.dim_day.day is 'Official day (Asia/Shanghai)';
comment on column mart.dim_day.is_working_day is
'Whether it is a working day (工作日) with make-up days; null for a year whose calendar is not out yet';
comment on column mart.dim_day.week_starts_on is 'Monday of its week';
comment on column mart.dim_day.weekday is '1 is Monday, 7 Sunday';
comment on column mart.dim_day.month_id is 'Month of the day, joins mart.dim_period';
comment on column mart.dim_day.quarter_id is 'Quarter of the day (季度), joins mart.dim_period';
comment on column mart.dim_day.half_id is 'Half year of the day, e.g. 2023H1';
comment on column mart.dim_day.year_id is 'Year of the day, e.g. 2023';
