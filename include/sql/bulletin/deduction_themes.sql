-- Themes of the deductions (扣分项) found on sites in the period, for words only: no number of it is printed.
-- grain:  one row per reason, the widest first; share 0–1 of the sites assessed in the period
-- reads:  mart.fact_finding, mart.fact_assessment_day, mart.dim_indicator
-- params: jurisdiction_id, period_start, period_end (dates; end exclusive)
with assessed as (
    select count(distinct subject_id) as site_count
    from mart.fact_assessment_day
    where
        jurisdiction_id = %(jurisdiction_id)s
        and day >= %(period_start)s
        and day < %(period_end)s
        and subject_id like 'site:%%'
),

found as (
    select
        finding.reason_id,
        min(indicator.title_zh) as title_zh,
        count(distinct finding.subject_id) as site_count
    from mart.fact_finding as finding
    inner join mart.dim_indicator as indicator
        on
            finding.edition_id = indicator.edition_id
            and finding.indicator_id = indicator.indicator_id
            and indicator.part = 'deduction'
            and indicator.applies_to = 'site'
    where
        finding.jurisdiction_id = %(jurisdiction_id)s
        and finding.day >= %(period_start)s
        and finding.day < %(period_end)s
        and finding.verdict = 'fail'
    group by finding.reason_id
)

select
    found.reason_id,
    found.title_zh,
    found.site_count::numeric / nullif(assessed.site_count, 0) as share
from found
cross join assessed
order by found.site_count desc, found.reason_id collate "C" asc;
