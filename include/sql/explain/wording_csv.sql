-- Hits of the word lists as units are given them: each term of a page or post once, with what the last word on it was.
-- grain:  one row per subject, page or post, and term
-- reads:  staging.term_hit, staging.post, mart.dim_subject, ops.proposal
-- params: jurisdiction_id, observer_id, from_day, to_day (dates; end exclusive)
with hit as (
    select
        found.subject_id,
        found.locator,
        found.term,
        min(found.day) as first_seen_on,
        max(found.day) as last_seen_on,
        (array_agg(found.word_class order by found.day desc))[1] as word_class,
        (array_agg(found.severity order by found.day desc))[1] as severity,
        (array_agg(found.suggestion order by found.day desc))[1] as suggestion,
        (array_agg(found.occurrence_count order by found.day desc))[1] as occurrence_count,
        (array_agg(found.excerpt order by found.day desc))[1] as excerpt
    from staging.term_hit as found
    where
        found.observer_id = %(observer_id)s
        and found.day >= %(from_day)s
        and found.day < %(to_day)s
    group by found.subject_id, found.locator, found.term
)

select
    subject.organiser,
    coalesce(subject.site_code, subject.account_id, hit.subject_id) as subject_code,
    subject.name,
    hit.word_class,
    hit.severity,
    hit.term,
    hit.suggestion,
    hit.occurrence_count,
    hit.excerpt,
    coalesce(post.url, hit.locator) as url,
    hit.first_seen_on,
    hit.last_seen_on,
    asked.state
from hit
inner join mart.dim_subject as subject
    on
        subject.jurisdiction_id = %(jurisdiction_id)s
        and hit.subject_id = subject.subject_id
        and hit.last_seen_on >= subject.valid_from
        and (subject.valid_to is null or hit.last_seen_on < subject.valid_to)
left join staging.post
    on
        post.observer_id = %(observer_id)s
        and hit.subject_id = post.subject_id
        and hit.locator = 'post:' || post.post_id
left join lateral (
    select min(proposal.state) as state
    from ops.proposal as proposal
    where
        proposal.jurisdiction_id = %(jurisdiction_id)s
        and proposal.subject_id = hit.subject_id
        and proposal.locator = hit.locator
        and proposal.term = hit.term
) as asked on true
order by organiser, subject_code, severity, term, url
