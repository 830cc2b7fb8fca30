-- Whose days count for a period: every judged day of the office's subjects; of a kind whose inspections the office
-- declares (抽样), the days of a subject's own inspections alone, and nobody else of the kind has any.
-- grain:  one row per subject and day, for this session alone
-- reads:  staging.inspection, mart.versions_in_force
-- writes: judged_day (temporary)
-- params: jurisdiction_id, period_start, counted_until (first day that no longer counts), judged_days (dates: the
--         rounds, or what the quarter rule takes for them)
drop table if exists pg_temp.judged_day;
create temporary table judged_day as
with declared as (
    select
        subject_id,
        kind,
        inspected_on as day
    from staging.inspection
    where
        jurisdiction_id = %(jurisdiction_id)s
        and inspected_on >= %(period_start)s
        and inspected_on < %(counted_until)s
)

select
    declared.subject_id,
    declared.day
from declared
union
select
    subject.subject_id,
    asked.day
from mart.versions_in_force(%(jurisdiction_id)s, %(period_start)s, %(counted_until)s) as subject
cross join unnest(%(judged_days)s::date[]) as asked (day)
where subject.kind not in (select declared.kind from declared);
create unique index on judged_day (subject_id, day);
analyze judged_day;
