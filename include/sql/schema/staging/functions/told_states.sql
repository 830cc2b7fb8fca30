-- One row per state that a look like this tells of, held against the name and organiser of the registry. A look that
-- saw posts or a profile denies that the account is gone; one that saw no name says nothing of names.
-- needs: staging/functions/bare_name
create or replace function staging.told_states(
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
