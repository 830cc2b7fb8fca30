-- Pass rate (合格率) by the denominator (分母) that the office uses: qualified among the judged, or all but the
-- unqualified among the inspected, the registered, or the visits (家次). None where there is none of them.
-- Of an unqualified subject's visits the first does not pass. One that is unqualified and not in the denominator
-- (closed before the cut-off day, say) is taken away all the same: the rate misses all by the failed count.
-- title:  {zh: 合格率, en: Pass rate}
-- combines: share
-- figure: site_pass_rate, account_pass_rate, each also {region/…}, {level/…}, {class/…}, {kind/…} and, of accounts,
--         {platform/…}, by the group's own denominator
-- grain:  one row per group and subject, or per group and visit
-- reads:  mart.quarter_subject, mart.fact_inspection, mart.subjects_in_force, mart.groups_of
-- params: jurisdiction_id, period_id, period_start, period_end, cutoff_on (dates; end exclusive, cut-off
--         inclusive), site_denominator, account_denominator (judged, inspected, registered or visits)
with graded as (
    select
        subject_id,
        kind,
        coalesce(counts_as, grade) as grade
    from mart.quarter_subject
    where jurisdiction_id = %(jurisdiction_id)s and period_id = %(period_id)s
),

asked as (
    select
        office.kind,
        office.denominator
    from (
        values ('site', %(site_denominator)s::text), ('account', %(account_denominator)s::text)
    ) as office (kind, denominator)
    where office.kind in (select graded.kind from graded)
),

visited as (
    select
        subject_id,
        kind,
        round_id,
        inspected_on,
        row_number() over (partition by subject_id order by inspected_on, round_id) as visit_no
    from mart.fact_inspection
    where
        jurisdiction_id = %(jurisdiction_id)s
        and inspected_on >= %(period_start)s
        and inspected_on < %(period_end)s
),

registered as (
    select
        subject_id,
        kind
    from mart.subjects_in_force(%(jurisdiction_id)s, %(cutoff_on)s, %(cutoff_on)s + 1)
    where status = 'running'
),

denominator as (
    select
        graded.subject_id,
        graded.kind,
        null as round_id,
        null::date as inspected_on,
        1 as visit_no
    from graded
    inner join asked on graded.kind = asked.kind and asked.denominator = 'judged'
    where graded.grade in ('qualified', 'unqualified')
    union all
    select
        registered.subject_id,
        registered.kind,
        null as round_id,
        null as inspected_on,
        1 as visit_no
    from registered
    inner join asked on registered.kind = asked.kind and asked.denominator = 'registered'
    union all
    select
        visited.subject_id,
        visited.kind,
        visited.round_id,
        visited.inspected_on,
        visited.visit_no
    from visited
    inner join asked on visited.kind = asked.kind
    where asked.denominator = 'visits' or (asked.denominator = 'inspected' and visited.visit_no = 1)
)

select
    kind || '_pass_rate' as figure_id,
    sort.dimension,
    concat_ws('/', subject_id, denominator.round_id) as row_key,
    subject_id,
    concat_ws(' ', graded.grade, '检查 ' || denominator.inspected_on) as said,
    case
        when denominator.visit_no is null then -1
        when graded.grade = 'unqualified' and denominator.visit_no = 1 then 0
        else 1
    end as adds,
    (denominator.visit_no is not null)::integer as adds_to_denominator
from denominator
full join graded using (subject_id, kind)
left join mart.groups_of(%(jurisdiction_id)s, %(cutoff_on)s) as grouped using (subject_id)
cross join unnest(coalesce(grouped.dimensions, array[''])) as sort (dimension)
where denominator.visit_no is not null or graded.grade = 'unqualified';
