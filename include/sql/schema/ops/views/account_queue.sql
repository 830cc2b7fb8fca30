-- One row per running account and day of looks on which nobody could see it (采集异常), for inspectors to look
-- themselves: what each route said, and when the account was last well seen. An export of posts in which it is silent
-- for a fortnight, after which AV2.1 would fail it, is no sight of it.
-- needs: mart/dim_subject staging/account_check
create or replace view ops.account_queue as
with unseen as (
    select
        look.observer_id,
        look.subject_id,
        look.day,
        jsonb_agg(
            jsonb_build_object(
                'route', look.connector,
                'outcome', look.outcome,
                'is_healthy', look.is_source_healthy,
                'detail', look.detail
            )
            order by look.checked_at, look.connector
        ) as looks
    from staging.account_check as look
    group by look.observer_id, look.subject_id, look.day
    having
        not bool_or(
            look.is_source_healthy
            and (look.outcome in ('ok', 'answered') or look.account_state is not null)
            and (look.connector <> 'posts' or look.newest_post_at > look.checked_at - interval '14 days')
        )
)

select
    subject.jurisdiction_id,
    unseen.observer_id,
    unseen.day,
    unseen.subject_id,
    subject.platform,
    subject.name,
    subject.organiser,
    subject.home_url,
    seen.last_good_at,
    unseen.looks
from unseen
inner join mart.dim_subject as subject
    on
        unseen.subject_id = subject.subject_id
        and unseen.day >= subject.valid_from
        and (subject.valid_to is null or unseen.day < subject.valid_to)
        and subject.status = 'running'
left join lateral (
    select max(earlier.checked_at) as last_good_at
    from staging.account_check as earlier
    where
        earlier.observer_id = unseen.observer_id
        and earlier.subject_id = unseen.subject_id
        and earlier.day < unseen.day
        and earlier.is_source_healthy
        and earlier.outcome in ('ok', 'answered')
) as seen on true;

comment on view ops.account_queue is
'Accounts that no healthy source saw on a day (采集异常): an inspector looks, and files it as an attestation';
comment on column ops.account_queue.jurisdiction_id is 'The office (主管单位)';
comment on column ops.account_queue.observer_id is 'The office that observed (观测单位)';
comment on column ops.account_queue.day is 'Day of the looks';
comment on column ops.account_queue.subject_id is 'The account';
comment on column ops.account_queue.platform is 'Platform of the account (所属平台)';
comment on column ops.account_queue.name is 'Registered name';
comment on column ops.account_queue.organiser is 'Unit that answers for it (主办单位)';
comment on column ops.account_queue.home_url is 'Address of its home page';
comment on column ops.account_queue.last_good_at is 'When it was last well seen, UTC';
comment on column ops.account_queue.looks is 'What each route said';
