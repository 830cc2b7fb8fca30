-- What was judged at all: with it a day without a finding is a pass and no gap.
-- grain:  one row per jurisdiction, edition, subject and day; the days asked of one edition and kind
-- reads:  judged, throughout, day_by_day (temporary), mart.running_subjects
-- params: jurisdiction_id, edition_id, kind, from_day, to_day (dates; end exclusive)
insert into mart.fact_assessment_day (jurisdiction_id, edition_id, subject_id, day, indicator_ids)
with named as ( -- the indicators that hold of all
    select array_agg(indicator_id order by indicator_id) as indicator_ids
    from throughout
    where edition_id = %(edition_id)s and kind = %(kind)s
),

excepted as (
    select
        subject_id,
        array_agg(indicator_id) as indicator_ids
    from day_by_day
    where edition_id = %(edition_id)s
    group by subject_id
),

added as (
    select
        judged.subject_id,
        judged.day,
        array_agg(judged.indicator_id) as indicator_ids
    from judged
    left join throughout
        on judged.edition_id = throughout.edition_id and judged.indicator_id = throughout.indicator_id
    left join day_by_day
        on
            judged.edition_id = day_by_day.edition_id
            and judged.indicator_id = day_by_day.indicator_id
            and judged.subject_id = day_by_day.subject_id
    where
        judged.edition_id = %(edition_id)s
        and judged.day >= %(from_day)s
        and judged.day < %(to_day)s
        and (throughout.indicator_id is null or day_by_day.indicator_id is not null)
    group by judged.subject_id, judged.day
),

assessed as (
    select
        running.subject_id,
        running.day,
        case
            when excepted.subject_id is null and added.subject_id is null then named.indicator_ids
            else array(
                select all_of_them.indicator_id
                from (
                    select unnest(named.indicator_ids) as indicator_id
                    except
                    select unnest(excepted.indicator_ids)
                    union
                    select unnest(added.indicator_ids)
                ) as all_of_them
                order by all_of_them.indicator_id
            )
        end as indicator_ids
    from mart.running_subjects(%(jurisdiction_id)s, %(kind)s, %(from_day)s, %(to_day)s) as running
    cross join named
    left join excepted using (subject_id)
    left join added using (subject_id, day)
)

select
    %(jurisdiction_id)s::text as jurisdiction_id,
    %(edition_id)s::text as edition_id,
    subject_id,
    day,
    indicator_ids
from assessed
where indicator_ids <> '{}';
