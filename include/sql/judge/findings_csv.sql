-- Findings as others read them: one row per page where a page proves it, else the home page.
-- Failing and unknown verdicts (what one vantage alone saw is suspected), and what people reported; a reported cause
-- without an indicator stands under its reason id.
-- grain:  one row per subject code, indicator or reason, verdict, address and day
-- reads:  mart.fact_finding, mart.fact_finding_place, mart.dim_subject, mart.fact_decision, staging.post
-- params: jurisdiction_id, observer_id, from_day, to_day (dates; end exclusive)
with proof as (
    select
        place.subject_id,
        place.indicator_id,
        place.edition_id,
        place.day,
        coalesce(post.url, place.place) as url
    from mart.fact_finding_place as place
    left join staging.post
        on
            post.observer_id = %(observer_id)s
            and place.subject_id = post.subject_id
            and place.place = 'post:' || post.post_id
    where
        place.jurisdiction_id = %(jurisdiction_id)s
        and place.day >= %(from_day)s
        and place.day < %(to_day)s
        and place.place <> place.subject_id
),

found as (
    select
        finding.subject_id,
        finding.indicator_id as indicator,
        case when finding.unknown_reason = 'one_vantage' then 'suspected' else finding.verdict end as verdict,
        proof.url,
        finding.day
    from mart.fact_finding as finding
    left join proof using (subject_id, indicator_id, edition_id, day)
    where
        finding.jurisdiction_id = %(jurisdiction_id)s
        and finding.day >= %(from_day)s
        and finding.day < %(to_day)s
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
        subject.jurisdiction_id = %(jurisdiction_id)s
        and found.subject_id = subject.subject_id
        and found.day >= subject.valid_from
        and (subject.valid_to is null or found.day < subject.valid_to)
order by subject_code, indicator, day, url, verdict
