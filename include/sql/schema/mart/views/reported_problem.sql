-- What people reported or confirmed of a subject, one row per page, post or whole indicator and quarter: it
-- counts from the day it was found to the end of that quarter, unless the last word on it strikes it out.
-- A word of correction belongs to the report before it, also when it comes after the quarter.
-- An inspector's report that is told as true (属实) counts as one that is told (上报), unless it confirms what a machine
-- saw at that very address, which counts while it stands there. Answers to proposals (inspector:…) always do.
-- needs: mart/dim_indicator mart/fact_decision mart/functions/known_until staging/term_hit
create or replace view mart.reported_problem as
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
    bool_or(
        decision = 'reported'
        or (
            decision = 'confirmed'
            and coalesce(report_id not like 'inspector:%', false)
            and not exists (
                select 1
                from staging.term_hit as hit
                inner join mart.dim_indicator as indicator on indicator.indicator_id = word.indicator_id
                where
                    indicator.proposes = 'grave_wording'
                    and hit.severity = 'grave'
                    and hit.observer_id = word.jurisdiction_id
                    and hit.subject_id = word.subject_id
                    and hit.locator = word.locator
            )
        )
    ) as has_report,
    (array_agg(decision order by valid_from desc, decision in ('struck_out', 'downgraded') desc, decision_id))[1]
    in ('reported', 'confirmed') as is_open,
    min(coalesce(report_id, decision_id::text)) as report_id,
    min(body) as body
from word
where quarter_at is not null
group by jurisdiction_id, indicator_id, subject_id, locator, quarter_at;

comment on view mart.reported_problem is
'Problems that people reported or confirmed: each counts from found_on to the end of its quarter while open';
comment on column mart.reported_problem.jurisdiction_id is 'The office (主管单位)';
comment on column mart.reported_problem.indicator_id is 'The indicator';
comment on column mart.reported_problem.subject_id is 'The site or account';
comment on column mart.reported_problem.locator is 'Page or post:<id>; empty for the indicator as a whole';
comment on column mart.reported_problem.found_on is 'First day it was found';
comment on column mart.reported_problem.counts_to is 'First day on which it counts no more';
comment on column mart.reported_problem.has_report is
'Whether it was reported (上报, or 属实 in a report); else proposed and confirmed';
comment on column mart.reported_problem.is_open is 'Whether the last word leaves it standing';
comment on column mart.reported_problem.report_id is 'The first report or decision';
comment on column mart.reported_problem.body is 'Body that spoke, never a person';
