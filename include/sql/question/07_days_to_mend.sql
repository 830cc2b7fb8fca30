-- 各类问题的整改天数。 Days to mend by reason.
select
    reason_zh,
    count(*) as case_count,
    count(*) filter (where closed_on is null) as open_count,
    percentile_disc(0.5) within group (order by days_to_mend) as median_days,
    max(days_to_mend) as most_days
from mart.case_wide
group by reason_zh
order by median_days desc nulls last, reason_zh asc;
