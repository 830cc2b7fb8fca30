-- Plan a visit to the public page of an account (账号主页).
-- grain:  one visit per running account with a public page, once in so many days
-- reads:  mart.dim_subject, staging.planned_visit, mart.running_subjects
-- writes: staging.planned_visit
-- params: jurisdiction_id, observer_id, day, now, every_days
insert into staging.planned_visit (observer_id, kind, subject_id, url, day, not_before, asked_by)
select
    %(observer_id)s,
    'account_page' as kind,
    account.subject_id,
    account.home_url as url,
    subject.day,
    %(now)s as not_before,
    account.subject_id as asked_by
from mart.running_subjects(%(jurisdiction_id)s, 'account', %(day)s, %(day)s + 1) as subject
inner join mart.dim_subject as account
    on
        account.jurisdiction_id = %(jurisdiction_id)s
        and subject.subject_id = account.subject_id
        and subject.day >= account.valid_from
        and (account.valid_to is null or subject.day < account.valid_to)
where
    account.home_url like 'http%%'
    and octet_length(account.home_url) <= 1000
    and not exists (
        select 1
        from staging.planned_visit as earlier
        where
            earlier.observer_id = %(observer_id)s
            and earlier.kind = 'account_page'
            and earlier.subject_id = account.subject_id
            and earlier.day > %(day)s - %(every_days)s
            and earlier.day < %(day)s
    )
on conflict do nothing;
