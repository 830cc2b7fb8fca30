-- Change of the pass rate against the same period a year before (同比), in percentage points (百分点): against our own
-- figure of that period, else the one published then.
-- title:  {zh: 合格率同比变化, en: Change of the pass rate on the year}
-- figure: pass_rate_change_points{site|account}
-- grain:  one row per kind of subject with a rate in both periods; value may be negative
-- reads:  mart.quarter_subject, mart.published_figure
-- params: jurisdiction_id, period_id, year_before_period_id
with rate as (
    select
        period_id,
        split_part(subject_id, ':', 1) as kind,
        avg(case when coalesce(counts_as, grade) = 'qualified' then 1 else 0 end) as share
    from mart.quarter_subject
    where
        jurisdiction_id = %(jurisdiction_id)s
        and period_id in (%(period_id)s, %(year_before_period_id)s)
        and coalesce(counts_as, grade) in ('qualified', 'unqualified')
    group by period_id, kind
),

published as (
    select
        split_part(figure_id, '_', 1) as kind,
        value as share
    from mart.published_figure
    where
        jurisdiction_id = %(jurisdiction_id)s
        and period_id = %(year_before_period_id)s
        and figure_id in ('site_pass_rate', 'account_pass_rate')
        and dimension = ''
)

select
    'pass_rate_change_points' as figure_id,
    present.kind as dimension,
    (present.share - coalesce(past.share, published.share)) * 100 as value,
    null::numeric as numerator,
    null::numeric as denominator
from rate as present
left join rate as past
    on present.kind = past.kind and past.period_id = %(year_before_period_id)s
left join published on present.kind = published.kind
where
    present.period_id = %(period_id)s
    and coalesce(past.share, published.share) is not null;
