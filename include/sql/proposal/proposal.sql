-- Proposals: what a machine suspects, open until an inspector confirms, downgrades or strikes it out.
-- All of them anew, of the subjects this office judges, of those that it should have registered, and of those of which
-- the registry itself is asked about (报送信息), which it may never have called running: the order in which days were
-- judged leaves no trace. A deduction is proposed only of sites that an edition of the office scores.
-- grain:  one row per jurisdiction, subject, indicator, page or post, and term
-- reads:  proposed (temporary), mart.fact_assessment_day, mart.last_decision, mart.dim_indicator, mart.unscored_days
-- writes: ops.proposal
-- params: jurisdiction_id, edition_ids
delete from ops.proposal
where jurisdiction_id = %(jurisdiction_id)s;

insert into ops.proposal (
    jurisdiction_id, subject_id, indicator_id, locator, term, first_seen_on, last_seen_on, excerpt, snapshot_id, state
)
with once as ( -- a page may be proposed by way of several lists
    select
        subject_id,
        indicator_id,
        locator,
        term,
        min(first_seen_on) as first_seen_on,
        max(last_seen_on) as last_seen_on,
        min(excerpt) as excerpt,
        min(snapshot_id) as snapshot_id,
        bool_or(is_unregistered) as is_unregistered
    from proposed
    group by subject_id, indicator_id, locator, term
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
from once as proposed
left join mart.last_decision as word
    on
        word.jurisdiction_id = %(jurisdiction_id)s
        and proposed.subject_id = word.subject_id
        and proposed.indicator_id = word.indicator_id
        and proposed.locator = word.locator
where
    (
        exists (
            select 1
            from mart.fact_assessment_day as assessed
            where assessed.jurisdiction_id = %(jurisdiction_id)s and assessed.subject_id = proposed.subject_id
        )
        or proposed.is_unregistered
        or exists (
            select 1
            from mart.dim_indicator as indicator
            where
                indicator.edition_id = any(%(edition_ids)s::text[])
                and indicator.indicator_id = proposed.indicator_id
                and indicator.part = 'registry'
        )
    )
    and not exists (
        select 1
        from mart.dim_indicator as indicator
        inner join mart.unscored_days(%(jurisdiction_id)s, indicator.edition_id) as unscored on true
        where
            indicator.edition_id = any(%(edition_ids)s::text[])
            and indicator.indicator_id = proposed.indicator_id
            and indicator.part = 'deduction'
            and unscored.subject_id = proposed.subject_id
            and unscored.days @> proposed.last_seen_on
    )
order by proposed.subject_id, proposed.indicator_id, proposed.locator, proposed.term;
