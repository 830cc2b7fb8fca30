-- Early warning (预警): vetoes whose last measure lies between a warning level and the limit.
-- Only what was measured on the newest judged day warns: of an older value nobody can say where it stands.
-- grain:  one row per jurisdiction, subject and veto that is near; all anew
-- reads:  mart.fact_measure_latest, mart.dim_indicator, mart.dim_edition
-- writes: mart.early_warning
-- params: jurisdiction_id, edition_ids (those that the office judges by)
delete from mart.early_warning
where jurisdiction_id = %(jurisdiction_id)s;

insert into mart.early_warning (
    jurisdiction_id, subject_id, indicator_id, day, value, limit_value, distance, level
)
with newest as (
    select max(day) as day
    from mart.fact_measure_latest
    where jurisdiction_id = %(jurisdiction_id)s
),

warned as ( -- the levels of the edition in force on that day
    select distinct on (indicator.indicator_id)
        indicator.indicator_id,
        indicator.warns_at
    from mart.dim_indicator as indicator
    inner join mart.dim_edition as edition using (edition_id)
    cross join newest
    where
        indicator.edition_id = any(%(edition_ids)s)
        and indicator.part = 'veto'
        and edition.effective_from <= newest.day
    order by indicator.indicator_id asc, edition.effective_from desc
)

select
    latest.jurisdiction_id,
    latest.subject_id,
    latest.indicator_id,
    latest.day,
    latest.value,
    latest.limit_value,
    latest.limit_value - latest.value as distance,
    count(*) as level
from mart.fact_measure_latest as latest
inner join newest on latest.day = newest.day
inner join warned on latest.indicator_id = warned.indicator_id
inner join jsonb_array_elements_text(warned.warns_at) as reached (level_value)
    on latest.value >= reached.level_value::numeric
where -- what failed and was struck out passes too, and is no warning
    latest.jurisdiction_id = %(jurisdiction_id)s
    and latest.verdict = 'pass'
    and latest.value < latest.limit_value
group by
    latest.jurisdiction_id, latest.subject_id, latest.indicator_id, latest.day, latest.value, latest.limit_value
order by latest.subject_id, latest.indicator_id;
