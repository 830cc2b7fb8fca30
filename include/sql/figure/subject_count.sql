-- Registered, inspected and visited subjects (登记数, 检查数, 检查家次), also by group.
-- Registered: in force and running on the cut-off day. Inspected: distinct subjects of the period's inspections,
-- however often each was visited. A group is the registry's word on the cut-off day; what is blank there is 其他.
-- title:  {zh: 登记数、检查数、检查家次和检查比例, en: "Registered, inspected and visited subjects"}
-- combines: sum; share of site_inspected_share, account_inspected_share
-- figure: site_registered_count and site_inspected_count, each also {region/…}, {level/…}, {class/government},
--         {class/department}, {class/other} and, of accounts, {platform/…}; site_visit_count;
--         site_inspected_share (inspected among registered, 0–1); the same with account_
-- grain:  one row per figure, group and subject that was registered or inspected; those that the figure does not
--         count add 0; the whole also with 0
-- reads:  mart.subjects_in_force, mart.fact_inspection, mart.dim_subject
-- params: jurisdiction_id, period_start, period_end (dates; end exclusive), cutoff_on (date, inclusive)
with subject_kind (kind) as (
    values ('site'), ('account')
),

registered as (
    select subject_id
    from mart.subjects_in_force(%(jurisdiction_id)s, %(cutoff_on)s, %(cutoff_on)s + 1)
    where status = 'running'
),

inspected as (
    select
        subject_id,
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
        (registered.subject_id is not null)::integer as is_registered,
        (inspected.subject_id is not null)::integer as is_inspected,
        coalesce(inspected.visit_count, 0) as visit_count
    from registered
    full join inspected using (subject_id)
),

-- as it stood on the cut-off day; one that closed before keeps its last group
grouped as (
    select distinct on (counted.subject_id)
        counted.*,
        mart.kind_of(counted.subject_id) as kind,
        'region/' || coalesce(subject.region, '其他') as region,
        'level/' || coalesce(subject.level, '其他') as level,
        'class/' || coalesce(subject.organiser_class, 'other') as class,
        'platform/' || subject.platform as platform
    from counted
    left join mart.dim_subject as subject
        on
            subject.jurisdiction_id = %(jurisdiction_id)s
            and counted.subject_id = subject.subject_id
            and subject.valid_from <= %(cutoff_on)s
    order by counted.subject_id asc, subject.valid_from desc
)

select
    subject_kind.kind || figure.name as figure_id,
    sort.dimension,
    grouped.subject_id as row_key,
    grouped.subject_id,
    concat(case grouped.is_registered when 1 then '登记' else '未登记' end, '、检查', grouped.visit_count, '次') as said,
    coalesce(figure.adds, 0) as adds,
    figure.adds_to_denominator
from subject_kind
left join grouped on subject_kind.kind = grouped.kind
cross join unnest(array['', grouped.region, grouped.level, grouped.class, grouped.platform]) as sort (dimension)
cross join
    lateral (
        values
        ('_registered_count', grouped.is_registered, null),
        ('_inspected_count', grouped.is_inspected, null),
        ('_visit_count', grouped.visit_count, null),
        ('_inspected_share', grouped.is_inspected, grouped.is_registered)
    ) as figure (name, adds, adds_to_denominator)
where sort.dimension = '' or (sort.dimension is not null and figure.name in ('_registered_count', '_inspected_count'));
