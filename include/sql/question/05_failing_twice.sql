-- 一年内两次及以上不合格的对象。 Who was unqualified in two quarters of a year or more.
select
    left(period_id, 4) as year_id,
    subject_id,
    max(name) as name,
    max(organiser) as organiser,
    count(*) as failed_quarter_count
from mart.quarter_subject_wide
where length = 'quarter' and unqualified_count = 1
group by left(period_id, 4), subject_id
having count(*) >= 2
order by year_id asc, failed_quarter_count desc, subject_id asc;
