-- 各季度、各地区的合格率。 Pass rate by quarter and region.
select
    period_id,
    region_code,
    kind,
    sum(qualified_count) as qualified_count,
    sum(judged_count) as judged_count,
    round(sum(qualified_count)::numeric / nullif(sum(judged_count), 0), 4) as pass_rate
from mart.quarter_subject_wide
where length = 'quarter'
group by period_id, region_code, kind
order by period_id, region_code, kind;
