-- Registered accounts by platform (平台); those of platforms that are not shown are summed as 其他.
-- title:  {zh: 分平台账号数, en: Registered accounts by platform}
-- combines: sum
-- figure: account_count{platform}, account_count{其他}
-- grain:  one row per account and figure that counts it; a platform that is shown, and 其他, also with 0
-- reads:  mart.subjects_in_force, mart.dim_subject
-- params: jurisdiction_id, cutoff_on (date, inclusive), shown_platforms (text[])
with registered as (
    select
        in_force.subject_id,
        coalesce(subject.platform, '其他') as platform
    from mart.subjects_in_force(%(jurisdiction_id)s, %(cutoff_on)s, %(cutoff_on)s + 1) as in_force
    inner join mart.dim_subject as subject
        on
            subject.jurisdiction_id = %(jurisdiction_id)s
            and in_force.subject_id = subject.subject_id
            and in_force.day >= subject.valid_from
            and (subject.valid_to is null or in_force.day < subject.valid_to)
    where in_force.kind = 'account' and in_force.status = 'running'
),

counted as (
    select
        platform as dimension,
        subject_id,
        platform
    from registered
    where platform <> '其他'
    union all
    select
        '其他' as dimension,
        subject_id,
        platform
    from registered
    where platform <> all(%(shown_platforms)s::text[])
    union all
    select
        unnest(%(shown_platforms)s::text[] || '其他'::text) as dimension,
        null as subject_id,
        null as platform
)

select
    'account_count' as figure_id,
    dimension,
    subject_id as row_key,
    subject_id,
    platform as said,
    (subject_id is not null)::integer as adds,
    null as adds_to_denominator
from counted;
