-- Rows of subject_count: registered and inspected subjects of one kind and group, and their visits.
-- grain:  one row per subject that was registered on the cut-off day or inspected in the period
-- reads:  mart.subjects_in_force, mart.fact_inspection, mart.dim_subject
-- params: jurisdiction_id, period_start, period_end (dates; end exclusive), cutoff_on (date, inclusive),
--         figure_id, dimension
with counted as (
    select
        subject_id,
        sum(is_registered) as is_registered,
        sum(visit_count) as visit_count
    from (
        select
            subject_id,
            1 as is_registered,
            0 as visit_count
        from mart.subjects_in_force(%(jurisdiction_id)s, %(cutoff_on)s, %(cutoff_on)s + 1)
        where status = 'running'
        union all
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
    ) as both_sides
    where split_part(subject_id, ':', 1) = split_part(%(figure_id)s, '_', 1)
    group by subject_id
),

-- as it stood on the cut-off day; one that closed before keeps its last group
grouped as (
    select distinct on (counted.subject_id)
        counted.subject_id,
        (counted.is_registered > 0)::integer as is_registered,
        (counted.visit_count > 0)::integer as is_inspected,
        counted.visit_count,
        array[
            '', 'region/' || coalesce(subject.region, '其他'), 'level/' || coalesce(subject.level, '其他'),
            'class/' || coalesce(subject.organiser_class, 'other'), 'platform/' || subject.platform
        ] as dimensions
    from counted
    left join mart.dim_subject as subject
        on counted.subject_id = subject.subject_id and subject.valid_from <= %(cutoff_on)s
    order by counted.subject_id asc, subject.valid_from desc
)

select
    subject_id as row_key,
    subject_id,
    concat(case when is_registered > 0 then '登记' else '未登记' end, '、检查', visit_count, '次') as said,
    case split_part(%(figure_id)s, '_', 2)
        when 'registered' then is_registered
        when 'visit' then visit_count
        else is_inspected
    end::numeric as adds,
    case when %(figure_id)s like '%%_share' then is_registered::numeric end as adds_to_denominator
from grouped
where %(dimension)s = any(dimensions);
