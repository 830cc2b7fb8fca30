-- 网站擅自关停: sites that left the registry without being closed there, and sites that it calls running while their
-- host name has not resolved at any look for seven days, or whose home page says that the site has stopped.
-- grain:  one row per site and sign
-- reads:  mart.registry_change, mart.registry_as_of, staging.probe, staging.sign
-- params: jurisdiction_id, observer_id, kind
select
    gone.subject_id,
    'registry' as locator,
    '未经关停即不再登记' as term,
    gone.changed_on as first_seen_on,
    gone.changed_on as last_seen_on,
    'status ' || gone.old_value as excerpt,
    null::text as snapshot_id
from mart.registry_change as gone
where
    gone.jurisdiction_id = %(jurisdiction_id)s
    and gone.kind = %(kind)s
    and gone.change = 'gone'
    and gone.old_value not in ('closed', 'closing')
    and not exists (
        select 1
        from mart.registry_as_of(%(jurisdiction_id)s, current_date) as back
        where gone.subject_id = back.subject_id
    )
union all
select
    silent.subject_id,
    'host' as locator,
    '域名不再解析' as term,
    silent.first_day as first_seen_on,
    silent.last_day as last_seen_on,
    silent.probe_count || ' probes' as excerpt,
    null::text as snapshot_id
from (
    select
        probe.subject_id,
        min(probe.day) as first_day,
        max(probe.day) as last_day,
        count(*) as probe_count
    from staging.probe as probe
    inner join (
        select
            looked.subject_id,
            max(looked.day) as last_day
        from staging.probe as looked
        where looked.observer_id = %(observer_id)s
        group by looked.subject_id
    ) as newest
        on probe.subject_id = newest.subject_id and probe.day > newest.last_day - 7
    where probe.observer_id = %(observer_id)s
    group by probe.subject_id
    having bool_and(probe.outcome = 'dns_failure') and count(distinct probe.day) = 7
) as silent
inner join mart.registry_as_of(%(jurisdiction_id)s, silent.last_day) as registered
    on silent.subject_id = registered.subject_id
where registered.status = 'running' and registered.kind = %(kind)s
union all
select
    sign.subject_id,
    sign.url as locator,
    case when sign.kind = 'moved' then '首页公告已迁移' else '首页公告停止服务' end as term,
    min(sign.day) as first_seen_on,
    max(sign.day) as last_seen_on,
    max(sign.value) as excerpt,
    max(sign.snapshot_id) as snapshot_id
from staging.sign
inner join mart.registry_as_of(%(jurisdiction_id)s, sign.day) as told
    on sign.subject_id = told.subject_id
where
    sign.observer_id = %(observer_id)s
    and sign.topic = 'closing'
    and told.status = 'running'
    and told.kind = %(kind)s
group by sign.subject_id, sign.url, sign.kind;
