-- States of accounts (账号状态) as sources told them, held against the registry; and who must look for himself.
-- depends: 0030-watching

-- A name as names are compared: NFKC, without white space, without regard to case.
create function staging.bare_name(name text)
returns text
language sql immutable parallel safe
as $$ select lower(regexp_replace(normalize(name, NFKC), '\s', '', 'g')) $$;

-- One row per look that counts and state it tells of: was the account in that state, as far as this look saw? A look
-- that saw posts or a profile denies that the account is gone; a look that saw no name says nothing of names.
create view staging.account_state as
select
    look.subject_id,
    look.day,
    told.state,
    told.is_seen,
    told.seen,
    look.checked_at,
    look.connector,
    look.snapshot_id
from staging.account_check as look
inner join mart.dim_subject as subject
    on
        look.subject_id = subject.subject_id
        and look.day >= subject.valid_from
        and (subject.valid_to is null or look.day < subject.valid_to)
cross join
    lateral (
        values
        ('not_found', coalesce(look.account_state = 'not_found', false), null),
        ('cancelled', coalesce(look.account_state = 'cancelled', false), null),
        ('migrated', coalesce(look.account_state = 'migrated', false), null),
        ('unusable', look.account_state = 'unusable', null),
        (
            'renamed',
            case
                when look.name_seen = subject.name then false
                else staging.bare_name(look.name_seen) <> staging.bare_name(subject.name)
            end,
            look.name_seen
        ),
        (
            'organiser_differs',
            case
                when look.organiser_seen = subject.organiser then false
                else staging.bare_name(look.organiser_seen) <> staging.bare_name(subject.organiser)
            end,
            look.organiser_seen
        ),
        ('uncertified', not look.is_certified, null)
    ) as told (state, is_seen, seen)
where
    look.is_source_healthy
    and (look.outcome in ('ok', 'answered') or look.account_state is not null)
    and told.is_seen is not null;

-- One row per running account and day of looks on which nobody could see it (采集异常), for inspectors to look
-- themselves: what each route said, and when the account was last well seen.
create view ops.account_queue as
with unseen as (
    select
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
    group by look.subject_id, look.day
    having
        not bool_or(
            look.is_source_healthy and (look.outcome in ('ok', 'answered') or look.account_state is not null)
        )
)

select
    coalesce(registration.jurisdiction_id, '') as jurisdiction_id,
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
left join mart.dim_registration as registration
    on
        unseen.subject_id = registration.subject_id
        and unseen.day >= registration.valid_from
        and (registration.valid_to is null or unseen.day < registration.valid_to)
left join lateral (
    select max(earlier.checked_at) as last_good_at
    from staging.account_check as earlier
    where
        earlier.subject_id = unseen.subject_id
        and earlier.day < unseen.day
        and earlier.is_source_healthy
        and earlier.outcome in ('ok', 'answered')
) as seen on true;

comment on view ops.account_queue is
'Accounts that no healthy source saw on a day (采集异常): an inspector looks, and files it as an attestation';
