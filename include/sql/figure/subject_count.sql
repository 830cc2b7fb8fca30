-- Registered, inspected and visited subjects (登记数, 检查数, 检查家次), also by group.
-- Registered: in force and running on the cut-off day. Inspected: distinct subjects of the period's inspections,
-- however often each was visited. A group is the registry's word on the cut-off day; what is blank there is 其他.
-- title:  {zh: 登记数、检查数、检查家次和检查比例, en: "Registered, inspected and visited subjects"}
-- figure: site_registered_count and site_inspected_count, each also {region/…}, {level/…}, {class/government},
--         {class/department}, {class/other} and, of accounts, {platform/…}; site_visit_count;
--         site_inspected_share (inspected among registered, 0–1); the same with account_
-- grain:  one row per figure, kind of subject and group that has subjects; the whole also with 0
-- reads:  mart.subjects_in_force, mart.fact_inspection, mart.dim_subject
-- params: jurisdiction_id, period_start, period_end (dates; end exclusive), cutoff_on (date, inclusive)
with subject_kind (kind) as (
    values ('site'), ('account')
),

registered as (
    select
        subject_id,
        1 as is_registered,
        0 as visit_count
    from mart.subjects_in_force(%(jurisdiction_id)s, %(cutoff_on)s, %(cutoff_on)s + 1)
    where status = 'running'
),

inspected as (
    select
        subject_id,
        0 as is_registered,
        count(*) as visit_count
    from mart.fact_inspection
    where
        jurisdiction_id = %(jurisdiction_id)s
        and inspected_on >= %(period_start)s
        and inspected_on < %(period_end)s
    group by subject_id
),

counted as (
    select
        subject_id,
        sum(is_registered) as is_registered,
        sum(visit_count) as visit_count
    from (
        select * from registered
        union all
        select * from inspected
    ) as both_sides
    group by subject_id
),

-- as it stood on the cut-off day; one that closed before keeps its last group
grouped as (
    select distinct on (counted.subject_id)
        counted.subject_id,
        counted.is_registered,
        counted.visit_count,
        split_part(counted.subject_id, ':', 1) as kind,
        'region/' || coalesce(subject.region, '其他') as region,
        'level/' || coalesce(subject.level, '其他') as level,
        'class/' || coalesce(subject.organiser_class, 'other') as class,
        'platform/' || subject.platform as platform
    from counted
    left join mart.dim_subject as subject
        on counted.subject_id = subject.subject_id and subject.valid_from <= %(cutoff_on)s
    order by counted.subject_id asc, subject.valid_from desc
),

summed as (
    select
        subject_kind.kind,
        sort.dimension,
        count(*) filter (where grouped.is_registered > 0) as registered_count,
        count(*) filter (where grouped.visit_count > 0) as inspected_count,
        coalesce(sum(grouped.visit_count), 0) as visit_count
    from subject_kind
    left join grouped on subject_kind.kind = grouped.kind
    cross join unnest(array['', grouped.region, grouped.level, grouped.class, grouped.platform]) as sort (dimension)
    where sort.dimension is not null
    group by subject_kind.kind, sort.dimension
)

select
    summed.kind || figure.name as figure_id,
    summed.dimension,
    figure.value,
    null::numeric as numerator,
    null::numeric as denominator
from summed
cross join
    unnest(
        array['_registered_count', '_inspected_count', '_visit_count'],
        array[summed.registered_count, summed.inspected_count, summed.visit_count]
    ) as figure (name, value)
where summed.dimension = '' or figure.name <> '_visit_count'
union all
select
    kind || '_inspected_share' as figure_id,
    '' as dimension,
    inspected_count::numeric / registered_count as value,
    inspected_count::numeric as numerator,
    registered_count::numeric as denominator
from summed
where dimension = '' and registered_count > 0;
