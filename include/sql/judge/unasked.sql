-- Deductions (扣分指标) with the sites of which they are not asked on any day. What is asked on some of the days is told
-- by unscored.sql.
-- grain:  one row per indicator of which some sites are not asked; `day_count` is how many days they ran together
-- reads:  mart.unasked_days
-- params: jurisdiction_id, edition_id, kind, from_day, to_day (dates; end exclusive)
select
    unasked.indicator_id,
    array_agg(distinct unasked.subject_id) as subject_ids,
    coalesce(sum(upper(stretch.days) - lower(stretch.days)), 0)::bigint as day_count
from mart.unasked_days(%(jurisdiction_id)s, %(edition_id)s, %(kind)s, %(from_day)s, %(to_day)s) as unasked
left join lateral unnest(unasked.days) as stretch (days) on true
where unasked.is_whole
group by unasked.indicator_id;
