-- Findings as others read them: one row per page where a page proves it, else the home page.
-- Failing and unknown verdicts (what one vantage or an export alone tells is suspected), what people reported, and
-- what waits for their word (`suspected`, on the days on which it was seen); a cause without an indicator stands under
-- its reason id.
-- So does what people confirmed of the registry's faults where the registry has the subject closed or not at all.
-- grain:  one row per subject code, indicator or reason, verdict, address and day
-- reads:  mart.fact_finding, mart.fact_finding_place, mart.dim_subject, mart.dim_indicator, mart.fact_decision,
--         ops.proposal, staging.post
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
        case
            when finding.unknown_reason in ('one_vantage', 'export_alone') then 'suspected' else finding.verdict
        end as verdict,
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
        told.subject_id,
        coalesce(told.indicator_id, told.reason_id) as indicator,
        'fail' as verdict,
        coalesce(post.url, told.locator) as url,
        told.valid_from as day
    from mart.fact_decision as told
    left join staging.post as post
        on
            post.observer_id = %(observer_id)s
            and told.subject_id = post.subject_id
            and told.locator = 'post:' || post.post_id
    where
        told.jurisdiction_id = %(jurisdiction_id)s
        and (
            told.decision = 'reported'
            or (told.decision = 'confirmed' and told.indicator_id is null)
            or ( -- a fault of the registry (报送信息) of what does not run there, so that no day is judged for it
                told.decision = 'confirmed'
                and exists (
                    select 1
                    from mart.dim_indicator as indicator
                    where indicator.indicator_id = told.indicator_id and indicator.part = 'registry'
                )
                and not mart.is_running(%(jurisdiction_id)s, told.subject_id, told.valid_from)
            )
        )
        and told.valid_from >= %(from_day)s
        and told.valid_from < %(to_day)s
    union
    select
        proposal.subject_id,
        proposal.indicator_id as indicator,
        'suspected' as verdict,
        case
            when proposal.locator like 'post:%%' then coalesce(post.url, proposal.locator)
            when proposal.locator like '%%://%%' then proposal.locator
        end as url,
        seen.day::date as day
    from ops.proposal as proposal
    left join staging.post as post
        on
            post.observer_id = %(observer_id)s
            and proposal.subject_id = post.subject_id
            and proposal.locator = 'post:' || post.post_id
    cross join
        generate_series(
            greatest(proposal.first_seen_on, %(from_day)s::date),
            least(proposal.last_seen_on, %(to_day)s::date - 1),
            interval '1 day'
        ) as seen (day)
    where proposal.jurisdiction_id = %(jurisdiction_id)s and proposal.state = 'open'
)

select distinct
    coalesce(
        subject.site_code, subject.account_id, regexp_replace(found.subject_id, '^(site|account:[^:]*):', '')
    ) as subject_code,
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
