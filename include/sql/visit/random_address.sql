-- Plan the test with nonsense (软 404 检测): two addresses of a site that cannot exist, made of site and day.
-- grain:  two visits per site whose home page was read, once in so many days
-- reads:  staging.home_page, staging.planned_visit, mart.running_subjects
-- writes: staging.planned_visit
-- params: jurisdiction_id, observer_id, day, now, every_days
insert into staging.planned_visit (observer_id, kind, subject_id, url, day, not_before, asked_by)
select
    %(observer_id)s,
    'random_address' as kind,
    home.subject_id,
    substring(home.url from '^https?://[^/?#]+') || address.path as url,
    home.day,
    %(now)s as not_before,
    home.url as asked_by
from mart.running_subjects(%(jurisdiction_id)s, 'site', %(day)s, %(day)s + 1)
inner join staging.home_page as home using (subject_id, day)
cross join lateral (values (md5(home.url || home.day::text))) as drawn (digits)
cross join
    lateral (
        values
        ('/' || left(drawn.digits, 10) || '.html'),
        ('/' || right(drawn.digits, 12) || '/')
    ) as address (path)
where
    home.observer_id = %(observer_id)s
    and home.read_state = 'ok'
    and not exists (
        select 1
        from staging.planned_visit as earlier
        where
            earlier.observer_id = %(observer_id)s
            and earlier.kind = 'random_address'
            and earlier.subject_id = home.subject_id
            and earlier.day > %(day)s - %(every_days)s
            and earlier.day < %(day)s
    )
on conflict do nothing;
