-- How often this year an account or site was named (被通报次数): the office's inspection rounds at which a veto failed,
-- and the notices of superiors that name it as unqualified. Only those named as often as the office's limit.
-- title:  {zh: 今年以来被通报次数, en: How often named this year}
-- combines: sum
-- figure: site_mention_count{subject_id}, account_mention_count{subject_id}
-- grain:  one row per round or notice that names a subject which reached the limit
-- reads:  mart.fact_inspection, mart.fact_finding, mart.dim_indicator, mart.fact_superior_item, mart.dim_subject
-- params: jurisdiction_id, year_start, cutoff_on (dates, inclusive), mentions_at_least
with failed_round as (
    select
        inspection.subject_id,
        inspection.round_id as mention
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
),

named_upstairs as (
    select
        subject.subject_id,
        item.level || ' ' || item.period_id as mention
    from mart.fact_superior_item as item
    inner join mart.dim_subject as subject
        on
            item.jurisdiction_id = subject.jurisdiction_id
            and item.kind = subject.kind
            and item.name = subject.name
            and subject.valid_from <= %(cutoff_on)s
            and (subject.valid_to is null or subject.valid_to > %(cutoff_on)s)
    where
        item.jurisdiction_id = %(jurisdiction_id)s
        and item.item = 'failed'
        and item.period_id like to_char(%(year_start)s::date, 'YYYY') || '%%'
),

mentioned as (
    select * from failed_round
    union
    select * from named_upstairs
),

counted as (
    select
        subject_id,
        mention,
        count(*) over (partition by subject_id) as mention_count
    from mentioned
)

select
    mart.kind_of(subject_id) || '_mention_count' as figure_id,
    subject_id as dimension,
    mention as row_key,
    subject_id,
    mention as said,
    1 as adds,
    null as adds_to_denominator
from counted
where mention_count >= %(mentions_at_least)s;
