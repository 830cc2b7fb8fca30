-- Grave wording hits as proposals: open until an inspector confirms or strikes them out.
-- All of them anew, from every hit on record of subjects this office judges: the order in which
-- days were judged leaves no trace.
-- grain:  one row per jurisdiction, subject, indicator, page or post, and term
-- reads:  staging.term_hit, mart.fact_assessment_day, mart.dim_indicator, mart.last_decision
-- writes: ops.proposal
-- params: jurisdiction_id, edition_ids (those that the office judges by)
delete from ops.proposal
where jurisdiction_id = %(jurisdiction_id)s;

insert into ops.proposal (
    jurisdiction_id, subject_id, indicator_id, locator, term, first_seen_on, last_seen_on, excerpt, snapshot_id, state
)
with indicator as (
    select distinct
        indicator_id,
        applies_to
    from mart.dim_indicator
    where edition_id = any(%(edition_ids)s) and measure = 'confirmed_grave_errors'
),

proposed as (
    select
        subject_id,
        locator,
        term,
        min(day) as first_seen_on,
        max(day) as last_seen_on,
        (array_agg(excerpt order by day desc))[1] as excerpt,
        (array_agg(snapshot_id order by day desc))[1] as snapshot_id
    from staging.term_hit
    where
        severity = 'grave'
        and exists (
            select 1
            from mart.fact_assessment_day as assessed
            where
                assessed.jurisdiction_id = %(jurisdiction_id)s
                and assessed.subject_id = term_hit.subject_id
        )
    group by subject_id, locator, term
)

select
    %(jurisdiction_id)s::text as jurisdiction_id,
    proposed.subject_id,
    indicator.indicator_id,
    proposed.locator,
    proposed.term,
    proposed.first_seen_on,
    proposed.last_seen_on,
    proposed.excerpt,
    proposed.snapshot_id,
    coalesce(word.decision, 'open') as state
from proposed
inner join indicator on split_part(proposed.subject_id, ':', 1) = indicator.applies_to
left join mart.last_decision as word
    on
        word.jurisdiction_id = %(jurisdiction_id)s
        and proposed.subject_id = word.subject_id
        and indicator.indicator_id = word.indicator_id
        and proposed.locator = word.locator
order by proposed.subject_id, proposed.locator, proposed.term;
