-- Registered accounts by platform (平台); those of platforms that are not shown are summed as 其他.
-- title:  {zh: 分平台账号数, en: Registered accounts by platform}
-- figure: account_count{platform}, account_count{其他}
-- grain:  one row per platform (a shown one also with 0), and one for the rest
-- reads:  mart.subjects_in_force, mart.dim_subject
-- params: jurisdiction_id, cutoff_on (date, inclusive), shown_platforms (text[])
with registered as (
    select coalesce(subject.platform, '其他') as platform
    from mart.subjects_in_force(%(jurisdiction_id)s, %(cutoff_on)s, %(cutoff_on)s + 1) as in_force
    inner join mart.dim_subject as subject
        on
            in_force.subject_id = subject.subject_id
            and in_force.day >= subject.valid_from
            and (subject.valid_to is null or in_force.day < subject.valid_to)
    where in_force.kind = 'account' and in_force.status = 'running'
),

shown as (
    select unnest(%(shown_platforms)s::text[]) as platform
),

platform as (
    select platform from shown
    union
    select platform from registered
    where platform <> '其他'
)

select
    'account_count' as figure_id,
    platform.platform as dimension,
    count(registered.platform) as value,
    null::numeric as numerator,
    null::numeric as denominator
from platform
left join registered on platform.platform = registered.platform
group by platform.platform
union all
select
    'account_count' as figure_id,
    '其他' as dimension,
    count(*) as value,
    null::numeric as numerator,
    null::numeric as denominator
from registered
where registered.platform not in (select shown.platform from shown);
