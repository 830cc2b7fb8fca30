-- Registered, inspected and visited subjects (登记数, 检查数, 检查家次), also by group.
-- Registered: in force and running on the cut-off day. Inspected: distinct subjects of the period's inspections,
-- however often each was visited.
-- title:  {zh: 登记数、检查数、检查家次和检查比例, en: "Registered, inspected and visited subjects"}
-- combines: sum; share of site_inspected_share, account_inspected_share
-- figure: site_registered_count, site_inspected_count, site_inspected_gone_count (inspected, and no longer registered
--         and running on the cut-off day) and site_inspected_share (inspected among registered, 0–1),
--         each also {region/…}, {level/…}, {class/government}, {class/department}, {class/other}, {kind/…} and, of
--         accounts, {platform/…}; site_visit_count; the same with account_
-- grain:  one row per figure, group and subject that was registered or inspected; those that the figure does not
--         count add 0; the whole also with 0
-- reads:  mart.subjects_in_force, mart.fact_inspection, mart.groups_of
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

grouped as (
    select
        counted.*,
        mart.kind_of(counted.subject_id) as kind,
        coalesce(subject.dimensions, array['']) as dimensions
    from counted
    left join mart.groups_of(%(jurisdiction_id)s, %(cutoff_on)s) as subject
        on counted.subject_id = subject.subject_id
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
cross join unnest(coalesce(grouped.dimensions, array[''])) as sort (dimension)
cross join
    lateral (
        values
        ('_registered_count', grouped.is_registered, null),
        ('_inspected_count', grouped.is_inspected, null),
        ('_visit_count', grouped.visit_count, null),
        ('_inspected_gone_count', grouped.is_inspected - grouped.is_inspected * grouped.is_registered, null),
        ('_inspected_share', grouped.is_inspected * grouped.is_registered, grouped.is_registered)
    ) as figure (name, adds, adds_to_denominator)
where sort.dimension = '' or figure.name <> '_visit_count';
