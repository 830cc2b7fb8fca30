-- Accounts that no healthy source saw on a day (采集异常), for inspectors to look at and to file what they saw; also
-- those that no route reaches, so that nobody looked: `looks` is empty.
-- grain:  one row per account
-- reads:  ops.account_queue, mart.running_subjects, mart.dim_subject, staging.account_check
-- params: jurisdiction_id, observer_id, day
with unlooked as (
    select
        running.subject_id,
        subject.platform,
        subject.name,
        subject.organiser,
        subject.home_url
    from mart.running_subjects(%(jurisdiction_id)s, 'account', %(day)s, %(day)s::date + 1) as running
    inner join mart.dim_subject as subject
        on
            subject.jurisdiction_id = %(jurisdiction_id)s
            and running.subject_id = subject.subject_id
            and running.day >= subject.valid_from
            and (subject.valid_to is null or running.day < subject.valid_to)
    where
        not exists (
            select 1
            from staging.account_check as look
            where
                look.observer_id = %(observer_id)s
                and look.subject_id = running.subject_id
                and look.day = %(day)s
        )
)

select
    subject_id,
    platform,
    name,
    organiser,
    home_url,
    last_good_at,
    looks
from ops.account_queue
where jurisdiction_id = %(jurisdiction_id)s and observer_id = %(observer_id)s and day = %(day)s
union all
select
    unlooked.subject_id,
    unlooked.platform,
    unlooked.name,
    unlooked.organiser,
    unlooked.home_url,
    seen.last_good_at,
    '[]'::jsonb as looks
from unlooked
left join lateral (
    select max(earlier.checked_at) as last_good_at
    from staging.account_check as earlier
    where
        earlier.observer_id = %(observer_id)s
        and earlier.subject_id = unlooked.subject_id
        and earlier.day < %(day)s
        and earlier.is_source_healthy
        and earlier.outcome in ('ok', 'answered')
) as seen on true
order by platform, organiser, name, subject_id;
