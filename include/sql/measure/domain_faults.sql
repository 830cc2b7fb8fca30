-- 域名名称: a home page outside the domains of government, or at a bare address.
-- Domain. Names kept for examples (RFC 2606: .example, .test, .invalid, .localhost) belong to nobody: no fault.
-- A Chinese ending is the same in the ASCII form in which it is registered (IDNA).
-- Source: 国办函〔2018〕55号 and 政府网站发展指引, domains.
-- grain:   one row per running site and day
-- reads:   mart.running_subjects, mart.dim_subject
-- params:  jurisdiction_id, from_day, to_day (dates; end exclusive), suffixes (with their dots)
-- value:   1 where the host is outside the suffixes, else 0
-- unknown: never
with assessed as (
    select
        subject_id,
        day
    from mart.running_subjects(%(jurisdiction_id)s, 'site', %(from_day)s, %(to_day)s)
),

host as ( -- lower case, without scheme, user, port and path
    select
        subject_id,
        valid_from,
        valid_to,
        replace(
            lower(substring(home_url from '^(?:[A-Za-z]+://)?(?:[^/@]*@)?([^/:?#]+)')), '.xn--zfr164b', '.政务'
        ) as name
    from mart.dim_subject
    where jurisdiction_id = %(jurisdiction_id)s and kind = 'site'
),

judged_host as (
    select
        host.subject_id,
        host.valid_from,
        host.valid_to,
        host.name,
        bool_or(host.name like '%%' || suffix.ending) is not true
        and coalesce(host.name !~ '\.(example|test|invalid|localhost)$', true) as is_fault
    from host
    left join unnest(%(suffixes)s::text[]) as suffix (ending) on true
    group by host.subject_id, host.valid_from, host.valid_to, host.name
)

select
    assessed.subject_id,
    assessed.day,
    case when judged_host.is_fault then 1 else 0 end::numeric as value,
    1 as sample_count,
    null::text as unknown_reason,
    case
        when judged_host.is_fault
            then jsonb_build_array(
                jsonb_build_object('kind', 'host', 'id', coalesce(judged_host.name, ''), 'note', 'registry')
            )
        else '[]'
    end as evidence
from assessed
inner join judged_host
    on
        assessed.subject_id = judged_host.subject_id
        and assessed.day >= judged_host.valid_from
        and (judged_host.valid_to is null or assessed.day < judged_host.valid_to);
