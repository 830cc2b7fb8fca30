-- Rows of mention_count: the inspection rounds at which a veto failed, and the notices that name the subject.
-- grain:  one row per round or notice
-- reads:  mart.fact_inspection, mart.fact_finding, mart.dim_indicator, mart.fact_superior_item, mart.dim_subject
-- params: jurisdiction_id, year_start, cutoff_on (dates, inclusive), dimension
with mentioned as (
    select inspection.round_id as mention
    from mart.fact_inspection as inspection
    inner join mart.fact_finding as finding
        on
            inspection.jurisdiction_id = finding.jurisdiction_id
            and inspection.subject_id = finding.subject_id
            and inspection.inspected_on = finding.day
            and finding.verdict = 'fail'
    inner join mart.dim_indicator as indicator
        on
            finding.edition_id = indicator.edition_id
            and finding.indicator_id = indicator.indicator_id
            and indicator.part = 'veto'
    where
        inspection.jurisdiction_id = %(jurisdiction_id)s
        and inspection.inspected_on between %(year_start)s and %(cutoff_on)s
        and inspection.subject_id = %(dimension)s
    union
    select item.level || ' ' || item.period_id as mention
    from mart.fact_superior_item as item
    inner join mart.dim_subject as subject
        on
            item.kind = subject.kind
            and item.name = subject.name
            and subject.valid_from <= %(cutoff_on)s
            and (subject.valid_to is null or subject.valid_to > %(cutoff_on)s)
    where
        item.jurisdiction_id = %(jurisdiction_id)s
        and item.item = 'failed'
        and item.period_id like to_char(%(year_start)s::date, 'YYYY') || '%%'
        and subject.subject_id = %(dimension)s
)

select
    mention as row_key,
    %(dimension)s::text as subject_id,
    mention as said,
    1::numeric as adds,
    null::numeric as adds_to_denominator
from mentioned;
