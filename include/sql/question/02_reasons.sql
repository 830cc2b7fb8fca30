-- 不合格原因排名。 Reasons of unqualified grades, ranked, by quarter.
select
    graded.period_id,
    reason.reason_zh,
    count(*) as subject_count,
    rank() over (partition by graded.period_id order by count(*) desc) as place
from mart.quarter_subject_wide as graded
cross join unnest(graded.reason_ids) as named (reason_id)
inner join mart.dim_reason as reason using (reason_id)
where graded.length = 'quarter' and graded.unqualified_count = 1
group by graded.period_id, reason.reason_zh
order by graded.period_id asc, subject_count desc, reason.reason_zh asc;
