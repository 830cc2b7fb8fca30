-- 预警应验情况。 Early warnings that came true, by veto.
select
    indicator_id,
    indicator_zh,
    count(*) as warning_count,
    count(*) filter (where came_true) as came_true_count,
    count(*) filter (where came_true is null) as standing_count
from mart.warning_wide
group by indicator_id, indicator_zh
order by indicator_id;
