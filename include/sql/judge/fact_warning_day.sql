-- Early warnings (预警) of the days: vetoes that passed between a warning level and the limit.
-- grain:  one row per jurisdiction, edition, subject, veto and day that was near; the days asked are replaced
-- reads:  judged (temporary), mart.dim_indicator
-- writes: mart.fact_warning_day
-- params: jurisdiction_id, from_day, to_day (dates; end exclusive)
delete from mart.fact_warning_day
where jurisdiction_id = %(jurisdiction_id)s and day >= %(from_day)s and day < %(to_day)s;

insert into mart.fact_warning_day (
    jurisdiction_id, edition_id, subject_id, indicator_id, day, value, limit_value, level
)
with warned as (
    select
        edition_id,
        indicator_id,
        array(select jsonb_array_elements_text(warns_at)::numeric) as levels
    from mart.dim_indicator
    where part = 'veto' and jsonb_array_length(warns_at) > 0
)

select
    %(jurisdiction_id)s::text as jurisdiction_id,
    judged.edition_id,
    judged.subject_id,
    judged.indicator_id,
    judged.day,
    judged.value,
    judged.limit_value,
    (
        select count(*)
        from unnest(warned.levels) as reached (level_value)
        where judged.value >= reached.level_value
    ) as level
from judged
inner join warned using (edition_id, indicator_id)
where
    judged.verdict = 'pass'
    and judged.value < judged.limit_value
    and judged.value >= (select min(lowest.level_value) from unnest(warned.levels) as lowest (level_value));
