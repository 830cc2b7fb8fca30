-- Change of the pass rate against the same period a year before (同比), in percentage points (百分点): against our own
-- figure of that period, else the one published then.
-- title:  {zh: 合格率同比变化, en: Change of the pass rate on the year}
-- combines: difference
-- figure: pass_rate_change_points{site|account}; none where either rate is not known; may be negative
-- grain:  one row per period and judged subject, or one for the rate published then; what stood a year before
--         has a negative denominator
-- reads:  mart.quarter_subject, mart.published_figure
-- params: jurisdiction_id, period_id, year_before_period_id
with judged as (
    select
        period_id,
        subject_id,
        kind,
        coalesce(counts_as, grade) as grade
    from mart.quarter_subject
    where
        jurisdiction_id = %(jurisdiction_id)s
        and period_id in (%(period_id)s, %(year_before_period_id)s)
        and coalesce(counts_as, grade) in ('qualified', 'unqualified')
),

published as (
    select
        figure_id,
        split_part(figure_id, '_', 1) as kind,
        document,
        value
    from mart.published_figure
    where
        jurisdiction_id = %(jurisdiction_id)s
        and period_id = %(year_before_period_id)s
        and figure_id in ('site_pass_rate', 'account_pass_rate')
        and dimension = ''
)

select
    'pass_rate_change_points' as figure_id,
    kind as dimension,
    concat_ws('/', period_id, subject_id) as row_key,
    subject_id,
    concat_ws(' ', period_id, grade) as said,
    (grade = 'qualified')::integer as adds,
    case when period_id = %(period_id)s then 1 else -1 end as adds_to_denominator
from judged
union all
select
    'pass_rate_change_points' as figure_id,
    kind as dimension,
    concat_ws('/', %(year_before_period_id)s, figure_id) as row_key,
    null as subject_id,
    concat_ws(' ', '当期通报', document, value) as said,
    value as adds,
    -1 as adds_to_denominator
from published
where
    (kind, %(year_before_period_id)s) not in (
        select
            judged.kind,
            judged.period_id
        from judged
    );
