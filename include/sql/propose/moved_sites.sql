-- 网站变更未报送: running sites whose registered address led to another domain at every answered look of two days or
-- more, the newest included, while the registry still has the old one.
-- grain:  one row per site and domain that it leads to
-- reads:  staging.probe, mart.registry_as_of
-- params: jurisdiction_id, observer_id, kind
with newest as (
    select
        subject_id,
        max(day) as last_day
    from staging.probe
    where observer_id = %(observer_id)s
    group by subject_id
),

looked as (
    select
        probe.subject_id,
        probe.day,
        probe.outcome,
        split_part(mart.address_key(probe.final_url), '/', 1) as host
    from staging.probe as probe
    inner join newest on probe.subject_id = newest.subject_id and probe.day > newest.last_day - 7
    where probe.observer_id = %(observer_id)s and probe.final_url is not null
),

moved as (
    select
        subject_id,
        min(day) as first_day,
        max(day) as last_day,
        min(host) as host
    from looked
    group by subject_id
    having bool_and(outcome = 'wrong_host') and count(distinct host) = 1 and count(distinct day) >= 2
)

select
    moved.subject_id,
    registered.home_url as locator,
    moved.host as term,
    moved.first_day as first_seen_on,
    moved.last_day as last_seen_on,
    registered.home_url || ' → ' || moved.host as excerpt,
    null::text as snapshot_id
from moved
inner join mart.registry_as_of(%(jurisdiction_id)s, moved.last_day) as registered
    on moved.subject_id = registered.subject_id
where registered.status = 'running' and registered.kind = %(kind)s;
