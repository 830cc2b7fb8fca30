-- Plan a visit to a home page with a search spider's agent string: what it shows to spiders alone (cloaking).
-- grain:  one visit per site whose home page was read, once in so many days
-- reads:  staging.home_page, staging.planned_visit, mart.running_subjects
-- writes: staging.planned_visit
-- params: jurisdiction_id, observer_id, day, now, every_days
insert into staging.planned_visit (observer_id, kind, subject_id, url, day, not_before, asked_by)
select
    %(observer_id)s,
    'spider_visit' as kind,
    home.subject_id,
    home.url,
    home.day,
    %(now)s as not_before,
    home.snapshot_id as asked_by
from mart.running_subjects(%(jurisdiction_id)s, 'site', %(day)s, %(day)s + 1)
inner join staging.home_page as home using (subject_id, day)
where
    home.observer_id = %(observer_id)s
    and home.read_state in ('ok', 'empty', 'script_shell')
    and octet_length(home.url) <= 1000
    and not exists (
        select 1
        from staging.planned_visit as earlier
        where
            earlier.observer_id = %(observer_id)s
            and earlier.kind = 'spider_visit'
            and earlier.subject_id = home.subject_id
            and earlier.day > %(day)s - %(every_days)s
            and earlier.day < %(day)s
    )
on conflict do nothing;
