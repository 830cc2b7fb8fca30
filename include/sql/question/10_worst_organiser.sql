-- 问题最多的主办单位。 Organisers by how many of their sites and accounts were unqualified.
select
    period_id,
    organiser,
    sum(unqualified_count) as unqualified_count,
    sum(judged_count) as judged_count,
    string_agg(distinct reasons_zh, '；' order by reasons_zh) as reasons_zh
from mart.quarter_subject_wide
where length = 'quarter'
group by period_id, organiser
having sum(unqualified_count) > 0
order by period_id asc, unqualified_count desc, organiser asc;
