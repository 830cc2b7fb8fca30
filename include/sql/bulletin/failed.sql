-- The list of unqualified sites or accounts (不合格名单), as the bulletin and its CSV files print it.
-- grain:  one row per unqualified subject, ordered by region, organiser and name (code-point order); seq from 1
--         proof_url: the page, post or place that the first piece of evidence with an address shows
-- reads:  mart.quarter_subject, mart.dim_subject, mart.fact_finding, staging.snapshot, staging.post, staging.report
-- params: jurisdiction_id, observer_id, period_id, kind (site or account),
--         period_start, period_end, cutoff_on (dates; end exclusive, cut-off inclusive)
with failed as (
    select *
    from mart.quarter_subject
    where
        jurisdiction_id = %(jurisdiction_id)s
        and period_id = %(period_id)s
        and grade = 'unqualified'
        and kind = %(kind)s
),

-- the name it bore on the cut-off day; one that closed before keeps its last
subject as (
    select distinct on (version.subject_id) version.*
    from mart.dim_subject as version
    inner join failed on version.subject_id = failed.subject_id
    where version.jurisdiction_id = %(jurisdiction_id)s and version.valid_from <= %(cutoff_on)s
    order by version.subject_id asc, version.valid_from desc
),

-- one finding proves an indicator: the first that failed in the period
proof as (
    select distinct on (finding.subject_id, finding.indicator_id)
        finding.subject_id,
        finding.indicator_id,
        finding.evidence
    from mart.fact_finding as finding
    inner join failed
        on finding.subject_id = failed.subject_id and finding.indicator_id = any(failed.indicator_ids)
    where
        finding.jurisdiction_id = %(jurisdiction_id)s
        and finding.verdict = 'fail'
        and finding.day >= greatest(%(period_start)s, failed.first_failed_on)
        and finding.day < %(period_end)s
    order by finding.subject_id, finding.indicator_id, finding.day
),

piece as (
    select
        proof.subject_id,
        item.value ->> 'kind' as kind,
        item.value ->> 'id' as id,
        min(proof.indicator_id) as indicator_id,
        min(item.place) as place
    from proof
    cross join lateral jsonb_array_elements(proof.evidence) with ordinality as item (value, place)
    group by proof.subject_id, item.value ->> 'kind', item.value ->> 'id'
),

evidence as (
    select
        piece.subject_id,
        array_agg(piece.kind || ':' || piece.id order by piece.indicator_id, piece.place) as evidence
    from piece
    group by piece.subject_id
),

shown as (
    select
        piece.subject_id,
        (
            array_agg(coalesce(post.url, report.locator, snapshot.url) order by piece.indicator_id, piece.place)
            filter (where coalesce(post.url, report.locator, snapshot.url) like 'http%%')
        )[1] as proof_url
    from piece
    left join staging.post as post
        on
            piece.kind = 'post'
            and post.observer_id = %(observer_id)s
            and piece.subject_id = post.subject_id
            and piece.id = post.post_id
    left join staging.report as report
        on
            piece.kind = 'report'
            and report.jurisdiction_id = %(jurisdiction_id)s
            and piece.id = report.report_id
    left join staging.snapshot as snapshot
        on
            piece.kind = 'snapshot'
            and snapshot.observer_id = %(observer_id)s
            and piece.id = snapshot.snapshot_id
    group by piece.subject_id
)

select
    failed.subject_id,
    subject.site_code,
    subject.home_url,
    subject.platform,
    subject.account_kind,
    subject.region_code,
    subject.region,
    failed.indicator_ids,
    failed.reason_ids,
    failed.first_failed_on,
    shown.proof_url,
    row_number() over (
        order by
            subject.region_code collate "C" nulls last,
            subject.organiser collate "C",
            subject.name collate "C",
            failed.subject_id collate "C"
    ) as seq,
    coalesce(subject.account_id, split_part(failed.subject_id, ':', 3)) as account_id,
    coalesce(subject.name, failed.subject_id) as name,
    coalesce(subject.organiser, '') as organiser,
    coalesce(evidence.evidence, '{}') as evidence
from failed
left join subject on failed.subject_id = subject.subject_id
left join evidence on failed.subject_id = evidence.subject_id
left join shown on failed.subject_id = shown.subject_id
order by seq;
