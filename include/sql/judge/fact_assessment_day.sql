-- What was judged at all: with it a day without a finding is a pass and no gap.
-- grain:  one row per jurisdiction, edition, subject and day; the days asked of one edition and kind
-- reads:  judged, throughout, skipped (temporary), mart.running_days
-- params: jurisdiction_id, edition_id, kind, from_day, to_day (dates; end exclusive)
insert into mart.fact_assessment_day (jurisdiction_id, edition_id, subject_id, day, indicator_ids)
with named as ( -- the indicators that hold of all
    select coalesce(array_agg(indicator_id order by indicator_id), '{}') as indicator_ids
    from throughout
    where edition_id = %(edition_id)s and kind = %(kind)s
),

running as materialized (
    select
        subject_id,
        days
    from mart.running_days(%(jurisdiction_id)s, %(kind)s, %(from_day)s, %(to_day)s)
),

passed_over as ( -- those of them that were measured of a subject on none of its days
    select
        skipped.subject_id,
        array_agg(skipped.indicator_id) as indicator_ids
    from skipped
    inner join running using (subject_id)
    where skipped.edition_id = %(edition_id)s and skipped.days @> running.days
    group by skipped.subject_id
),

held as materialized ( -- the indicators that hold of a subject throughout
    select
        running.subject_id,
        running.days,
        case
            when passed_over.indicator_ids is null then named.indicator_ids
            else array(
                select unnest(named.indicator_ids) as indicator_id
                except
                select unnest(passed_over.indicator_ids)
                order by indicator_id
            )
        end as indicator_ids
    from running
    cross join named
    left join passed_over using (subject_id)
),

excepted as (
    select
        skipped.subject_id,
        lower(stretch.days) + later.days as day,
        array_agg(skipped.indicator_id) as indicator_ids
    from skipped
    inner join running using (subject_id)
    inner join throughout
        on
            skipped.edition_id = throughout.edition_id
            and skipped.indicator_id = throughout.indicator_id
            and throughout.kind = %(kind)s
    cross join lateral unnest(skipped.days) as stretch (days)
    cross join lateral generate_series(0, upper(stretch.days) - lower(stretch.days) - 1) as later (days)
    where skipped.edition_id = %(edition_id)s and not skipped.days @> running.days
    group by skipped.subject_id, lower(stretch.days) + later.days
),

added as (
    select
        judged.subject_id,
        judged.day,
        array_agg(judged.indicator_id) as indicator_ids
    from judged
    left join throughout
        on judged.edition_id = throughout.edition_id and judged.indicator_id = throughout.indicator_id
    where
        judged.edition_id = %(edition_id)s
        and judged.day >= %(from_day)s
        and judged.day < %(to_day)s
        and throughout.indicator_id is null
    group by judged.subject_id, judged.day
),

differing as materialized ( -- subjects and days of which not exactly those hold
    select
        subject_id,
        day,
        array(
            select all_of_them.indicator_id
            from (
                select unnest(held.indicator_ids) as indicator_id
                except
                select unnest(excepted.indicator_ids)
                union
                select unnest(added.indicator_ids)
            ) as all_of_them
            order by all_of_them.indicator_id
        ) as indicator_ids
    from excepted
    full join added using (subject_id, day)
    inner join held using (subject_id)
    where held.days @> day
),

differing_days as (
    select
        subject_id,
        range_agg(daterange(day, day + 1)) as days
    from differing
    group by subject_id
),

alike as materialized (
    select
        held.subject_id,
        held.days - coalesce(differing_days.days, '{}') as days,
        held.indicator_ids
    from held
    left join differing_days using (subject_id)
    order by held.subject_id
),

asked as (
    select %(from_day)s::date + number as day
    from generate_series(0, %(to_day)s::date - %(from_day)s::date - 1) as number
),

assessed as ( -- those alike day by day, each in order, as the table's key is: so each of its pages is written once
    select
        of_day.subject_id,
        asked.day,
        of_day.indicator_ids
    from asked
    cross join
        lateral (
            select
                alike.subject_id,
                alike.indicator_ids
            from alike
            where alike.days @> asked.day
            order by alike.subject_id
        ) as of_day
    union all
    select
        subject_id,
        day,
        indicator_ids
    from differing
)

select
    %(jurisdiction_id)s::text as jurisdiction_id,
    %(edition_id)s::text as edition_id,
    subject_id,
    day,
    indicator_ids
from assessed
where indicator_ids <> '{}';
