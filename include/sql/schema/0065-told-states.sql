-- What a look tells of an account's states, in one place: for single looks and for looks that saw the same.
-- depends: 0061-downtimes-of-offices

-- One row per state that a look like this tells of, held against the name and organiser of the registry. A look that
-- saw posts or a profile denies that the account is gone; one that saw no name says nothing of names.
create function staging.told_states(
    account_state text, name_seen text, organiser_seen text, is_certified boolean, name text, organiser text
)
returns table (state text, is_seen boolean, seen text)
language sql immutable parallel safe
as $$
    select
        told.state,
        told.is_seen,
        told.seen
    from (
        values
        ('not_found', coalesce(account_state = 'not_found', false), null),
        ('cancelled', coalesce(account_state = 'cancelled', false), null),
        ('migrated', coalesce(account_state = 'migrated', false), null),
        ('unusable', account_state = 'unusable', null),
        (
            'renamed',
            case
                when name_seen = name then false
                else staging.bare_name(name_seen) <> staging.bare_name(name)
            end,
            name_seen
        ),
        (
            'organiser_differs',
            case
                when organiser_seen = organiser then false
                else staging.bare_name(organiser_seen) <> staging.bare_name(organiser)
            end,
            organiser_seen
        ),
        ('uncertified', not is_certified, null)
    ) as told (state, is_seen, seen)
    where told.is_seen is not null
$$;

comment on function staging.told_states(text, text, text, boolean, text, text) is
'States of an account (账号状态) that a look tells of, and whether it saw them';

create or replace view staging.account_state as
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
    lateral staging.told_states(
        look.account_state,
        look.name_seen,
        look.organiser_seen,
        look.is_certified,
        subject.name,
        subject.organiser
    ) as told
where
    look.is_source_healthy
    and (look.outcome in ('ok', 'answered') or look.account_state is not null);
