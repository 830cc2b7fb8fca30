-- Findings as others read them: one row per page where a page proves the finding, else the home page.
-- Failing and unknown verdicts, and what people reported; a reported cause without an indicator stands
-- under its reason id.
-- grain:  one row per subject code, indicator or reason, verdict, address and day
-- reads:  mart.fact_finding, mart.dim_indicator, mart.dim_subject, mart.fact_decision, mart.last_decision,
--         staging.snapshot, staging.post, staging.term_hit, staging.broken_link, staging.home_page
-- params: jurisdiction_id, from_day, to_day (dates; end exclusive)
with finding as (
    select
        finding.subject_id,
        finding.indicator_id,
        finding.day,
        finding.verdict,
        finding.evidence,
        indicator.measure
    from mart.fact_finding as finding
    inner join mart.dim_indicator as indicator using (edition_id, indicator_id)
    where
        finding.jurisdiction_id = %(jurisdiction_id)s
        and finding.day >= %(from_day)s
        and finding.day < %(to_day)s
),

evidence as (
    select
        finding.subject_id,
        finding.indicator_id,
        finding.day,
        item.entry ->> 'kind' as kind,
        item.entry ->> 'id' as id
    from finding
    cross join jsonb_array_elements(finding.evidence) as item (entry)
    where
        finding.verdict = 'fail'
        and finding.measure not in ('broken_links', 'confirmed_grave_errors', 'probe_failure_share')
),

proof as (
    select
        evidence.subject_id,
        evidence.indicator_id,
        evidence.day,
        snapshot.url
    from evidence
    inner join staging.snapshot on evidence.id = snapshot.snapshot_id and evidence.kind = 'snapshot'
    union
    select -- all of them: evidence stops at twenty
        finding.subject_id,
        finding.indicator_id,
        finding.day,
        link.target_url as url
    from finding
    inner join staging.home_page as home using (subject_id, day)
    inner join staging.broken_link as link
        on
            home.subject_id = link.subject_id
            and home.day = link.day
            and home.url = link.page_url
            and link.standing = 'confirmed'
    where finding.measure = 'broken_links' and finding.verdict = 'fail'
    union
    select
        finding.subject_id,
        finding.indicator_id,
        finding.day,
        coalesce(post.url, hit.locator) as url
    from finding
    inner join mart.last_decision as word
        on
            finding.subject_id = word.subject_id
            and finding.indicator_id = word.indicator_id
            and word.jurisdiction_id = %(jurisdiction_id)s
            and word.decision = 'confirmed'
    inner join staging.term_hit as hit
        on
            word.subject_id = hit.subject_id
            and word.locator = hit.locator
            and hit.severity = 'grave'
            and (
                finding.day = hit.day
                or (
                    hit.locator like 'post:%%'
                    and finding.day > hit.day
                    and date_trunc('month', finding.day) <= hit.day
                )
            )
    left join staging.post on hit.subject_id = post.subject_id and hit.locator = 'post:' || post.post_id
    where finding.measure = 'confirmed_grave_errors' and finding.verdict = 'fail'
),

found as (
    select
        finding.subject_id,
        finding.indicator_id as indicator,
        finding.verdict,
        proof.url,
        finding.day
    from finding
    left join proof using (subject_id, indicator_id, day)
    union
    select
        subject_id,
        coalesce(indicator_id, reason_id) as indicator,
        'fail' as verdict,
        locator as url,
        valid_from as day
    from mart.fact_decision
    where
        jurisdiction_id = %(jurisdiction_id)s
        and decision = 'reported'
        and valid_from >= %(from_day)s
        and valid_from < %(to_day)s
)

select distinct
    coalesce(subject.site_code, subject.account_id, found.subject_id) as subject_code,
    found.indicator,
    found.verdict,
    coalesce(found.url, subject.home_url) as url,
    found.day
from found
left join mart.dim_subject as subject
    on
        found.subject_id = subject.subject_id
        and found.day >= subject.valid_from
        and (subject.valid_to is null or found.day < subject.valid_to)
order by subject_code, indicator, day, url, verdict
