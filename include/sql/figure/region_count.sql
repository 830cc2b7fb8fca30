-- Regions (县区) with judged subjects: how many failed in each, and how many regions are without a failure (全部合格).
-- title:  {zh: 县区数和全部合格的县区数, en: Regions and those without a failed subject}
-- combines: sum
-- figure: region_failed_count{region} (failed sites and accounts of a region); region_judged_count{site|account},
--         region_without_failure_count{site|account}
-- grain:  one row per figure, region and judged subject, or per figure, kind of subject and region; each kind of
--         subject also with 0
-- reads:  mart.quarter_subject, mart.groups_of
-- params: jurisdiction_id, period_id, cutoff_on (date, inclusive)
with judged as (
    select
        subject.subject_id,
        subject.kind,
        substr(sort.dimension, 8) as region,
        subject.grade = 'unqualified' as is_failed,
        concat_ws(' ', subject.grade, array_to_string(subject.reason_ids, ' ')) as said
    from mart.quarter_subject as subject
    inner join mart.groups_of(%(jurisdiction_id)s, %(cutoff_on)s) as grouped using (subject_id)
    cross join unnest(grouped.dimensions) as sort (dimension)
    where
        subject.jurisdiction_id = %(jurisdiction_id)s
        and subject.period_id = %(period_id)s
        and coalesce(subject.counts_as, subject.grade) in ('qualified', 'unqualified')
        and sort.dimension like 'region/%%'
        and sort.dimension <> 'region/其他'
),

by_region as (
    select
        kind,
        region,
        count(*) filter (where is_failed) as failed_count
    from judged
    group by kind, region
)

select
    'region_failed_count' as figure_id,
    region as dimension,
    subject_id as row_key,
    subject_id,
    said,
    is_failed::integer as adds,
    null as adds_to_denominator
from judged
union all
select
    figure.figure_id,
    subject_kind.kind as dimension,
    by_region.region as row_key,
    null as subject_id,
    concat(by_region.region, ' 不合格', by_region.failed_count) as said,
    coalesce(figure.is_counted, false)::integer as adds,
    null as adds_to_denominator
from (values ('site'), ('account')) as subject_kind (kind)
left join by_region on subject_kind.kind = by_region.kind
cross join
    lateral (
        values
        ('region_judged_count', by_region.region is not null),
        ('region_without_failure_count', by_region.failed_count = 0)
    ) as figure (figure_id, is_counted);
