-- What was seen of each subject since a moment by one kind of observer.
-- grain:  one row per subject and outcome
-- reads:  staging.probe, staging.snapshot, staging.account_check, staging.host_check, staging.planned_visit,
--         mart.dim_subject
-- params: jurisdiction_id, observer_id, observer (probes, pages, accounts, hosts or visits), since (timestamptz),
--         from_day, to_day (dates, inclusive)
with seen as (
    select
        subject_id,
        outcome,
        detail
    from staging.probe
    where
        %(observer)s = 'probes'
        and observer_id = %(observer_id)s
        and day between %(from_day)s and %(to_day)s
        and started_at >= %(since)s
    union all
    select
        subject_id,
        outcome,
        detail
    from staging.snapshot
    where
        %(observer)s = 'pages'
        and observer_id = %(observer_id)s
        and day between %(from_day)s and %(to_day)s
        and fetched_at >= %(since)s
    union all
    select
        subject_id,
        outcome,
        detail
    from staging.account_check
    where
        %(observer)s = 'accounts'
        and observer_id = %(observer_id)s
        and day between %(from_day)s and %(to_day)s
        and checked_at >= %(since)s
    union all
    select
        subject_id,
        concat(
            'certificate ', coalesce(certificate_expires_at::date::text, '-'), ', IPv6 ',
            case when is_ipv6_reachable then 'reachable' when has_aaaa then 'address only' else 'none' end
        ) as outcome,
        detail
    from staging.host_check
    where
        %(observer)s = 'hosts'
        and observer_id = %(observer_id)s
        and day between %(from_day)s and %(to_day)s
        and checked_at >= %(since)s
    union all
    select
        subject_id,
        concat_ws(' ', kind, state, coalesce(link_outcome, outcome)) as outcome,
        url as detail
    from staging.planned_visit
    where
        %(observer)s = 'visits'
        and observer_id = %(observer_id)s
        and visited_at >= %(since)s
),

named as (
    select distinct on (subject_id)
        subject_id,
        name
    from mart.dim_subject
    where jurisdiction_id = %(jurisdiction_id)s
    order by subject_id asc, valid_from desc
)

select
    seen.subject_id,
    named.name,
    seen.outcome,
    count(*) as seen_count,
    min(seen.detail) as detail
from seen
left join named on seen.subject_id = named.subject_id
group by seen.subject_id, named.name, seen.outcome
order by seen.subject_id, seen.outcome;
