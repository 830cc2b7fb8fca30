-- What pages say of functions, told apart by what the registry knows.
-- depends: 0010-visits

-- One row per account that a site's home page names on a day, and whether the registry has it (漏报瞒报).
-- `standing`: `registered` the account's id or name is in the registry on that day, also where it is closed there
-- (`registered_status`), `unknown` the page tells an id alone and the registry has accounts of that platform
-- without id and address, so that nothing can be compared, `unregistered` neither. A site may name accounts of
-- others, its superiors' for one: a person decides.
create view staging.named_account as
with named as (
    select
        subject_id,
        day,
        url,
        snapshot_id,
        detail ->> 'platform' as platform,
        detail ->> 'id' as account_id,
        detail ->> 'name' as name,
        detail ->> 'url' as account_url,
        detail ->> 'form' as form,
        lower(regexp_replace(coalesce(detail ->> 'name', ''), '\s', '', 'g')) as bare_name
    from staging.sign
    where topic = 'accounts' and kind = 'account_link'
),

known as (
    select
        subject_id,
        valid_from,
        valid_to,
        platform,
        status,
        account_id,
        coalesce(home_url, '') as home_url,
        lower(regexp_replace(name, '\s', '', 'g')) as bare_name
    from mart.dim_subject
    where kind = 'account'
)

select
    named.subject_id,
    named.day,
    named.url,
    named.snapshot_id,
    named.platform,
    named.account_id,
    named.name,
    named.account_url,
    named.form,
    registered.subject_id as registered_subject_id,
    registered.status as registered_status,
    case
        when registered.subject_id is not null then 'registered'
        when
            named.name is null
            and exists (
                select 1
                from known
                where
                    known.platform = named.platform
                    and known.account_id is null
                    and known.home_url = ''
                    and known.valid_from <= named.day
                    and (known.valid_to is null or known.valid_to > named.day)
            )
            then 'unknown'
        else 'unregistered'
    end as standing
from named
left join lateral (
    select
        known.subject_id,
        known.status
    from known
    where
        known.platform = named.platform
        and known.valid_from <= named.day
        and (known.valid_to is null or known.valid_to > named.day)
        and (
            known.account_id = named.account_id
            or known.bare_name = named.bare_name
            or strpos(known.home_url, named.account_id) > 0 and length(named.account_id) >= 6
        )
    order by known.account_id = named.account_id desc nulls last, known.subject_id asc
    limit 1
) as registered on true;

-- One row per message that a site's pages showed on a day (留言选登): of a list and the message's own page, which show
-- the same one, that which knows of an answer. `waiting_days` counts the calendar days from question to answer, or to
-- the day of the look where there is none.
create view staging.shown_message as
with shown as (
    select
        subject_id,
        day,
        case when place like 'http%' then place else url || '#' || place end as locator,
        snapshot_id,
        value::date as asked_on,
        (detail ->> 'answered_on')::date as answered_on,
        (detail ->> 'is_answered')::boolean as is_answered
    from staging.sign
    where topic = 'interaction' and kind = 'message'
)

select distinct on (subject_id, day, locator)
    subject_id,
    day,
    locator,
    snapshot_id,
    asked_on,
    answered_on,
    is_answered,
    coalesce(answered_on, day) - asked_on as waiting_days
from shown
order by subject_id asc, day asc, locator asc, is_answered desc nulls last, answered_on asc, snapshot_id asc;
