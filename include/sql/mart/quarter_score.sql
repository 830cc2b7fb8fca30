-- Scores (得分) of a period: 100 less the deductions found on its judged days, and the bonus above the line.
-- Source: 国办秘函〔2019〕19号 (scoring R1 to R7). A veto leaves no score. An indicator costs at most its points,
-- and once, however many days it failed: the worst day counts. Where points of the edition are not known the
-- score is null and incomplete, and the grade is that of the vetoes.
-- grain:  one row per subject of the period; updates what quarter_subject.sql wrote
-- reads:  judged_day (temporary, by judged_day.sql), mart.quarter_subject, mart.fact_assessment_day,
--         mart.fact_finding, mart.dim_indicator, mart.dim_edition, mart.dim_subject, mart.reported_problem
-- params: jurisdiction_id, period_id, period_start, period_end, counted_until (first day that no longer counts),
--         cutoff_on, without_services (site codes of bodies without public services)
with judged as ( -- a subject's last judged day says which edition scores it
    select distinct on (assessment.subject_id)
        assessment.subject_id,
        assessment.edition_id
    from mart.fact_assessment_day as assessment
    inner join judged_day using (subject_id, day)
    where
        assessment.jurisdiction_id = %(jurisdiction_id)s
        and assessment.day >= %(period_start)s
        and assessment.day < %(counted_until)s
    order by assessment.subject_id asc, assessment.day desc
),

scoring as (
    select
        edition.edition_id,
        rule.kind,
        rule.content
    from mart.dim_edition as edition
    cross join jsonb_each(edition.scoring) as rule (kind, content)
),

subject as ( -- as registered on the cut-off day
    select distinct on (version.subject_id)
        version.subject_id,
        version.site_code,
        version.site_kind
    from mart.dim_subject as version
    where version.jurisdiction_id = %(jurisdiction_id)s and version.valid_from <= %(cutoff_on)s
    order by version.subject_id asc, version.valid_from desc
),

points as ( -- of each edition and kind, the points of all deductions and of the services alone
    select
        indicator.edition_id,
        indicator.applies_to as kind,
        coalesce(sum(indicator.points), 0) as known_points,
        bool_and(indicator.points is not null) as has_all_points,
        coalesce(
            sum(indicator.points) filter (where indicator.group_name = scoring.content ->> 'services_group'), 0
        ) as service_points
    from mart.dim_indicator as indicator
    inner join scoring on indicator.edition_id = scoring.edition_id and indicator.applies_to = scoring.kind
    where indicator.part = 'deduction'
    group by indicator.edition_id, indicator.applies_to
),

scored as (
    select
        graded.subject_id,
        judged.edition_id,
        graded.grade,
        points.known_points,
        points.service_points,
        scoring.content ->> 'without_services' as without_services,
        scoring.content ->> 'services_group' as services_group,
        (scoring.content ->> 'total')::numeric as total,
        (scoring.content ->> 'passes_from')::numeric as passes_from,
        (scoring.content ->> 'bonus_above')::numeric as bonus_above,
        (scoring.content ->> 'bonus_total')::numeric as bonus_total,
        coalesce(subject.site_code = any(%(without_services)s), false) as is_without_services,
        coalesce(points.has_all_points and points.known_points = (scoring.content ->> 'total')::numeric, false)
            as has_all_points
    from mart.quarter_subject as graded
    inner join judged on graded.subject_id = judged.subject_id
    inner join scoring
        on judged.edition_id = scoring.edition_id and graded.kind = scoring.kind
    left join points on scoring.edition_id = points.edition_id and scoring.kind = points.kind
    left join subject on graded.subject_id = subject.subject_id
    where
        graded.jurisdiction_id = %(jurisdiction_id)s
        and graded.period_id = %(period_id)s
        and graded.grade in ('qualified', 'prominent_issue', 'unqualified', 'undetermined')
        and (
            jsonb_array_length(scoring.content -> 'site_kinds') = 0
            or scoring.content -> 'site_kinds' ? subject.site_kind
        )
),

basis as ( -- without services: their points are left out, or spread over the rest
    select
        scored.*,
        case
            when scored.is_without_services and scored.without_services = 'scale'
                then scored.total - scored.service_points
            else scored.total
        end as start_points,
        case
            when scored.is_without_services and scored.without_services = 'spread'
                then scored.total / nullif(scored.total - scored.service_points, 0)
            else 1
        end as spread
    from scored
),

deduction as ( -- the worst judged day of each indicator
    select
        basis.subject_id,
        indicator.indicator_id,
        min(finding.reason_id) as reason_id,
        min(finding.day) as first_failed_on,
        least(
            indicator.points * basis.spread,
            coalesce(indicator.points_per_finding * max(finding.value), indicator.points * basis.spread)
        ) as lost
    from basis
    inner join mart.fact_finding as finding
        on
            basis.subject_id = finding.subject_id
            and finding.jurisdiction_id = %(jurisdiction_id)s
            and finding.verdict = 'fail'
            and finding.day >= %(period_start)s
            and finding.day < %(counted_until)s
    inner join judged_day on finding.subject_id = judged_day.subject_id and finding.day = judged_day.day
    inner join mart.dim_indicator as indicator
        on
            finding.edition_id = indicator.edition_id
            and finding.indicator_id = indicator.indicator_id
            and indicator.part = 'deduction'
    where not (basis.is_without_services and indicator.group_name is not distinct from basis.services_group)
    group by basis.subject_id, basis.spread, indicator.indicator_id, indicator.points, indicator.points_per_finding
),

lost as (
    select
        subject_id,
        sum(lost) as lost,
        array_agg(distinct reason_id order by reason_id) as reason_ids,
        array_agg(distinct indicator_id order by indicator_id) as indicator_ids,
        min(first_failed_on) as first_failed_on
    from deduction
    group by subject_id
),

unknown_deduction as ( -- one that no judged day could tell
    select
        finding.subject_id,
        finding.indicator_id
    from mart.fact_finding as finding
    inner join judged_day using (subject_id, day)
    inner join mart.dim_indicator as indicator
        on
            finding.edition_id = indicator.edition_id
            and finding.indicator_id = indicator.indicator_id
            and indicator.part = 'deduction'
    where
        finding.jurisdiction_id = %(jurisdiction_id)s
        and finding.day >= %(period_start)s
        and finding.day < %(counted_until)s
        and finding.verdict = 'unknown'
    group by finding.subject_id, finding.indicator_id
    having count(*) = (
        select count(*)
        from judged_day as asked
        inner join mart.fact_assessment_day as assessment using (subject_id, day)
        where
            asked.subject_id = finding.subject_id
            and assessment.jurisdiction_id = %(jurisdiction_id)s
            and finding.indicator_id = any(assessment.indicator_ids)
    )
),

unknown as (
    select distinct subject_id
    from unknown_deduction
),

praised as (
    select distinct
        subject_id,
        indicator_id
    from mart.reported_problem
    where
        jurisdiction_id = %(jurisdiction_id)s
        and is_open
        and found_on >= %(period_start)s
        and found_on < %(period_end)s
),

bonus as (
    select
        basis.subject_id,
        least(sum(indicator.points), basis.bonus_total) as gained,
        bool_and(indicator.points is not null) as has_points
    from basis
    inner join praised on basis.subject_id = praised.subject_id
    inner join mart.dim_indicator as indicator
        on
            basis.edition_id = indicator.edition_id
            and praised.indicator_id = indicator.indicator_id
            and indicator.part = 'bonus'
    group by basis.subject_id, basis.bonus_total
),

counted as (
    select
        basis.*,
        lost.reason_ids,
        lost.indicator_ids,
        lost.first_failed_on,
        bonus.has_points is not false as has_bonus_points,
        coalesce(bonus.gained, 0) as gained,
        (basis.start_points - coalesce(lost.lost, 0)) * basis.total / basis.start_points as before_bonus,
        unknown.subject_id is not null or basis.grade = 'undetermined' as is_undetermined
    from basis
    left join lost using (subject_id)
    left join bonus using (subject_id)
    left join unknown using (subject_id)
),

stated as (
    select
        counted.*,
        case
            when counted.grade = 'unqualified' then 'vetoed'
            when not counted.has_all_points then 'incomplete'
            when counted.before_bonus > counted.bonus_above and not counted.has_bonus_points then 'incomplete'
            when counted.is_undetermined then 'undetermined'
            else 'complete'
        end as score_state,
        counted.before_bonus
        + case when counted.before_bonus > counted.bonus_above then counted.gained else 0 end as full_score
    from counted
),

result as (
    select
        stated.*,
        case when stated.score_state = 'complete' then round(stated.full_score, 4) end as score,
        stated.score_state = 'complete' and stated.full_score < stated.passes_from as is_below
    from stated
)

update mart.quarter_subject as graded
set
    score = result.score,
    score_state = result.score_state,
    grade = case when result.is_below then 'unqualified' else graded.grade end,
    counts_as = case when not result.is_below then graded.counts_as end,
    reason_ids = case when result.is_below then result.reason_ids else graded.reason_ids end,
    indicator_ids = case when result.is_below then result.indicator_ids else graded.indicator_ids end,
    first_failed_on = case when result.is_below then result.first_failed_on else graded.first_failed_on end
from result
where
    graded.jurisdiction_id = %(jurisdiction_id)s
    and graded.period_id = %(period_id)s
    and graded.subject_id = result.subject_id;
