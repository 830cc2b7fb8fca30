-- 各类栏目每周的更新情况。 Freshness of columns by class and week, as of each Sunday.
select
    class,
    week_starts_on,
    count(*) filter (where freshness = 'fresh') as fresh_count,
    count(*) filter (where freshness = 'past_limit') as past_limit_count,
    count(*) filter (where freshness not in ('fresh', 'past_limit')) as other_count,
    percentile_disc(0.5) within group (order by days_since_update) as median_days
from mart.column_freshness
where day = week_starts_on + 6
group by class, week_starts_on
order by class, week_starts_on;
