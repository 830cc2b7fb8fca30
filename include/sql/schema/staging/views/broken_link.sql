-- One row per link that the crawl saw broken, and per link to a page that is a soft 404. `standing`:
-- `confirmed` a second look hours later agreed, or nobody was to look twice (the past comes without second
-- looks, and a soft 404 rests on three answers as it is); `unconfirmed` the second look is due, unread or was lost;
-- `withdrawn` it saw something else.
-- needs: staging/link staging/planned_visit staging/views/soft_dead_page
create or replace view staging.broken_link as
select
    link.observer_id,
    link.subject_id,
    link.day,
    link.page_url,
    link.target_url,
    coalesce(link.target_snapshot_id, link.snapshot_id) as snapshot_id,
    look.snapshot_id as second_snapshot_id,
    case
        when look.state is null or (look.state = 'done' and look.link_outcome = 'broken') then 'confirmed'
        when look.state = 'done' and look.link_outcome is not null then 'withdrawn'
        else 'unconfirmed'
    end as standing
from staging.link
left join staging.planned_visit as look
    on
        link.observer_id = look.observer_id
        and look.kind = 'second_look'
        and link.subject_id = look.subject_id
        and link.target_url = look.url
        and link.day = look.day
where link.outcome = 'broken'
union all
select
    link.observer_id,
    link.subject_id,
    link.day,
    link.page_url,
    link.target_url,
    dead.snapshot_id,
    dead.nonsense_snapshot_id as second_snapshot_id,
    'confirmed' as standing
from staging.soft_dead_page as dead
inner join staging.link
    on
        dead.observer_id = link.observer_id
        and dead.subject_id = link.subject_id
        and dead.day = link.day
        and dead.snapshot_id = link.target_snapshot_id
where link.outcome = 'ok';

comment on view staging.broken_link is
'One link of a home page that the crawl found broken, or whose page is a soft 404';
comment on column staging.broken_link.observer_id is 'The office that observed (观测单位)';
comment on column staging.broken_link.subject_id is 'The site';
comment on column staging.broken_link.day is 'Official day (Asia/Shanghai) of the observation';
comment on column staging.broken_link.page_url is 'Page that it stands on';
comment on column staging.broken_link.target_url is 'Address it leads to';
comment on column staging.broken_link.snapshot_id is 'The record that shows it: its WARC-Record-ID';
comment on column staging.broken_link.second_snapshot_id is 'Record of the second look';
comment on column staging.broken_link.standing is
'confirmed by a second look hours later (复核), or none was to be made; unconfirmed: the second look is due or was '
'lost; withdrawn: it saw something else';
