-- 各单位留言按期办结率。 Messages closed on time, by quarter and body.
select
    quarter_id,
    organiser,
    count(*) as message_count,
    count(*) filter (where is_on_time) as on_time_count,
    round(count(*) filter (where is_on_time)::numeric / count(*), 4) as on_time_rate
from mart.message_list
group by quarter_id, organiser
order by quarter_id, on_time_rate, organiser;
