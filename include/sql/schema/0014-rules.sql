-- Editions with their dates and scoring, what was known when, early warning.
-- depends: 0008-signs

create table mart.dim_edition (
    edition_id text primary key,
    title_zh text not null,
    title_en text not null,
    source text not null,
    effective_from date not null,
    scoring jsonb not null,
    prominent_counts_as text
);

alter table mart.dim_indicator
add column group_name text,
add column found_by text not null default 'observation',
add column proposes text,
add column warns_at jsonb not null default '[]',
add column points numeric,
add column points_per_finding numeric;

alter table mart.quarter_subject add column counts_as text;

alter table mart.fact_decision add column recorded_at timestamptz not null default now();

-- What a verdict may rest on: everything that was known before this instant. The replay of a past judgement
-- sets it for its transaction, everybody else knows all there is.
create function mart.known_until()
returns timestamptz
language sql stable
as $$
    select coalesce(nullif(current_setting('inspection.known_until', true), '')::timestamptz, 'infinity')
$$;

create or replace view mart.last_decision as
select distinct on (jurisdiction_id, subject_id, indicator_id, locator)
    jurisdiction_id,
    subject_id,
    indicator_id,
    locator,
    decision,
    valid_from,
    report_id
from mart.fact_decision
where
    locator is not null
    and indicator_id is not null
    and decision <> 'reported'
    and recorded_at < mart.known_until()
order by
    jurisdiction_id asc, subject_id asc, indicator_id asc, locator asc,
    valid_from desc, decision = 'struck_out' desc, decision = 'downgraded' desc, decision_id asc;

-- What people reported or confirmed of a subject, one row per page, post or whole indicator and quarter: it
-- counts from the day it was found to the end of that quarter, unless the last word on it strikes it out.
-- A word of correction belongs to the report before it, also when it comes after the quarter.
create view mart.reported_problem as
with word as (
    select
        jurisdiction_id,
        indicator_id,
        subject_id,
        coalesce(locator, '') as locator,
        decision,
        valid_from,
        decision_id,
        report_id,
        body,
        max(case when decision in ('reported', 'confirmed') then date_trunc('quarter', valid_from) end) over (
            partition by jurisdiction_id, indicator_id, subject_id, coalesce(locator, '')
            order by valid_from asc, decision in ('struck_out', 'downgraded') asc, decision_id asc
        ) as quarter_at
    from mart.fact_decision
    where indicator_id is not null and recorded_at < mart.known_until()
)

select
    jurisdiction_id,
    indicator_id,
    subject_id,
    locator,
    min(valid_from) as found_on,
    (quarter_at + interval '3 months')::date as counts_to,
    bool_or(decision = 'reported') as has_report,
    (array_agg(decision order by valid_from desc, decision in ('struck_out', 'downgraded') desc, decision_id))[1]
    in ('reported', 'confirmed') as is_open,
    min(coalesce(report_id, decision_id::text)) as report_id,
    min(body) as body
from word
where quarter_at is not null
group by jurisdiction_id, indicator_id, subject_id, locator, quarter_at;

-- Whether an office's subject runs at the end of a day; for few rows, where running_subjects is for all.
create function mart.is_running(for_jurisdiction text, for_subject text, on_day date)
returns boolean
language sql stable
as $$
    select exists (
        select 1
        from mart.dim_subject as subject
        where
            subject.subject_id = for_subject
            and subject.status = 'running'
            and subject.valid_from <= on_day
            and (subject.valid_to is null or subject.valid_to > on_day)
    )
    and not exists (
        select 1
        from mart.dim_downtime as approved
        where
            approved.subject_id = for_subject
            and (approved.starts_at at time zone 'Asia/Shanghai')::date <= on_day
            and (approved.ends_at at time zone 'Asia/Shanghai')::date > on_day
    )
    and coalesce(
        (
            select bool_or(
                registration.jurisdiction_id = for_jurisdiction
                and registration.valid_from <= on_day
                and (registration.valid_to is null or registration.valid_to > on_day)
            )
            from mart.dim_registration as registration
            where registration.subject_id = for_subject
        ),
        true
    )
$$;

create table mart.early_warning (
    jurisdiction_id text not null,
    subject_id text not null,
    indicator_id text not null,
    day date not null,
    value numeric not null,
    limit_value numeric not null,
    distance numeric not null,
    level integer not null,
    primary key (jurisdiction_id, subject_id, indicator_id)
);

comment on table mart.dim_edition is 'Rule editions (指标版本) with their dates of effect';
comment on column mart.dim_edition.edition_id is 'Rule edition (指标版本), e.g. cn-2019-19';
comment on column mart.dim_edition.title_zh is 'Title in Chinese';
comment on column mart.dim_edition.title_en is 'Title in English';
comment on column mart.dim_edition.source is 'The document (文号)';
comment on column mart.dim_edition.effective_from is 'First day on which it judges (施行日期)';
comment on column mart.dim_edition.scoring is 'How a score is made, by kind of subject; empty where vetoes alone judge';
comment on column mart.dim_edition.prominent_counts_as is
'As what 存在突出问题 counts in the pass rate, in editions that have it';
comment on column mart.dim_indicator.group_name is 'Group of deductions (发布解读, 办事服务, 互动交流, 功能设计)';
comment on column mart.dim_indicator.found_by is 'observation, or report of an inspector or authority';
comment on column mart.dim_indicator.proposes is
'Its file include/sql/propose/<proposes>.sql, whose rows wait for an inspector';
comment on column mart.dim_indicator.warns_at is 'Levels of early warning (预警) below the limit, lowest first';
comment on column mart.dim_indicator.points is 'Most it can cost or earn (分值); null where no text says';
comment on column mart.dim_indicator.points_per_finding is
'What one finding costs (每处扣分); null: the whole points at once';
comment on column mart.quarter_subject.counts_as is
'As what a third grade (存在突出问题) counts in the pass rate: qualified, unqualified or none; else null';
comment on column mart.fact_decision.recorded_at is 'When it was entered (known_until replays what was known)';
comment on function mart.known_until() is
'Instant before which a fact must have been known to count: now, unless replayed';
comment on view mart.reported_problem is
'Problems that people reported or confirmed: each counts from found_on to the end of its quarter while open';
comment on column mart.reported_problem.jurisdiction_id is 'The office (主管单位)';
comment on column mart.reported_problem.indicator_id is 'The indicator';
comment on column mart.reported_problem.subject_id is 'The site or account';
comment on column mart.reported_problem.locator is 'Page or post:<id>; empty for the indicator as a whole';
comment on column mart.reported_problem.found_on is 'First day it was found';
comment on column mart.reported_problem.counts_to is 'First day on which it counts no more';
comment on column mart.reported_problem.has_report is 'Whether it was reported; else proposed and confirmed';
comment on column mart.reported_problem.is_open is 'Whether the last word leaves it standing';
comment on column mart.reported_problem.report_id is 'The first report or decision';
comment on column mart.reported_problem.body is 'Body that spoke, never a person';
comment on function mart.is_running(text, text, date) is 'Whether a subject of an office runs at the end of a day';
comment on table mart.early_warning is
'Vetoes (单项否决) that are near: the last measure between a warning level and the limit';
comment on column mart.early_warning.jurisdiction_id is 'The office that judges (主管单位)';
comment on column mart.early_warning.subject_id is 'The site or account';
comment on column mart.early_warning.indicator_id is 'The veto';
comment on column mart.early_warning.day is 'Day of the measure';
comment on column mart.early_warning.value is 'What was measured';
comment on column mart.early_warning.limit_value is 'Where it fails (判定标准)';
comment on column mart.early_warning.distance is 'Limit less value, in the measure unit: days left, share left';
comment on column mart.early_warning.level is 'How many warning levels it has reached (预警级别)';
