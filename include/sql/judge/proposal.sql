-- Proposals: what a machine suspects, open until an inspector confirms, downgrades or strikes it out.
-- All of them anew, of the subjects this office judges: the order in which days were judged leaves no trace.
-- grain:  one row per jurisdiction, subject, indicator, page or post, and term
-- reads:  proposed (temporary), mart.fact_assessment_day, mart.last_decision
-- writes: ops.proposal
-- params: jurisdiction_id
delete from ops.proposal
where jurisdiction_id = %(jurisdiction_id)s;

insert into ops.proposal (
    jurisdiction_id, subject_id, indicator_id, locator, term, first_seen_on, last_seen_on, excerpt, snapshot_id, state
)
select
    %(jurisdiction_id)s::text as jurisdiction_id,
    proposed.subject_id,
    proposed.indicator_id,
    proposed.locator,
    proposed.term,
    proposed.first_seen_on,
    proposed.last_seen_on,
    proposed.excerpt,
    proposed.snapshot_id,
    coalesce(word.decision, 'open') as state
from proposed
left join mart.last_decision as word
    on
        word.jurisdiction_id = %(jurisdiction_id)s
        and proposed.subject_id = word.subject_id
        and proposed.indicator_id = word.indicator_id
        and proposed.locator = word.locator
where
    exists (
        select 1
        from mart.fact_assessment_day as assessed
        where assessed.jurisdiction_id = %(jurisdiction_id)s and assessed.subject_id = proposed.subject_id
    )
order by proposed.subject_id, proposed.indicator_id, proposed.locator, proposed.term;
