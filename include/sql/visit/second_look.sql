-- Plan a second look (复核) at the links that a day's crawl saw broken: one look may be an accident.
-- Only what we saw ourselves of late: of an imported past no second look can be had.
-- grain:  one visit per site, dead address and day
-- reads:  staging.link, staging.snapshot, mart.running_subjects
-- writes: staging.planned_visit
-- params: jurisdiction_id, observer_id, day, now, second_look_after_hours
insert into staging.planned_visit (observer_id, kind, subject_id, url, day, not_before, asked_by)
select
    %(observer_id)s,
    'second_look' as kind,
    link.subject_id,
    link.target_url as url,
    link.day,
    max(snapshot.fetched_at) + make_interval(hours => %(second_look_after_hours)s) as not_before,
    min(link.page_url) as asked_by
from mart.running_subjects(%(jurisdiction_id)s, 'site', %(day)s, %(day)s + 1)
inner join staging.link using (subject_id, day)
inner join staging.snapshot
    on link.observer_id = snapshot.observer_id and link.target_snapshot_id = snapshot.snapshot_id
where
    link.observer_id = %(observer_id)s
    and link.outcome = 'broken'
    and snapshot.fetched_at > %(now)s - interval '2 days'
group by link.subject_id, link.target_url, link.day
on conflict do nothing;
