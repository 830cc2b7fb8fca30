-- 一天各时段的网站可用率。 Availability of sites by hour of day.
select
    quarter_id,
    hour,
    sum(counted_count) as visit_count,
    round(1 - sum(failed_count)::numeric / nullif(sum(counted_count), 0), 4) as availability
from mart.availability_hour
group by quarter_id, hour
order by quarter_id, hour;
