-- Change of the pass rate in percentage points (百分点): against the same period a year before (同比) and against the
-- period before (环比), each by our own figure of that period, else by the one published then.
-- title:  {zh: 合格率同比和环比变化, en: "Change of the pass rate on the year, and on the period before"}
-- combines: difference
-- figure: pass_rate_change_points{site|account} (同比), pass_rate_change_on_previous_points{site|account} (环比);
--         none where either rate is not known; may be negative
-- grain:  one row per figure, period and judged subject, or one for the rate published then; what stood before has
--         a negative denominator
-- reads:  mart.quarter_subject, mart.published_figure
-- params: jurisdiction_id, period_id, year_before_period_id, previous_period_id
with compared (figure_id, period_id, side) as (
    values
    ('pass_rate_change_points', %(period_id)s, 1),
    ('pass_rate_change_points', %(year_before_period_id)s, -1),
    ('pass_rate_change_on_previous_points', %(period_id)s, 1),
    ('pass_rate_change_on_previous_points', %(previous_period_id)s, -1)
),

judged as (
    select
        period_id,
        subject_id,
        kind,
        coalesce(counts_as, grade) as grade
    from mart.quarter_subject
    where
        jurisdiction_id = %(jurisdiction_id)s
        and period_id in (%(period_id)s, %(year_before_period_id)s, %(previous_period_id)s)
        and coalesce(counts_as, grade) in ('qualified', 'unqualified')
),

published as (
    select
        period_id,
        figure_id,
        split_part(figure_id, '_', 1) as kind,
        document,
        value
    from mart.published_figure
    where
        jurisdiction_id = %(jurisdiction_id)s
        and period_id in (%(year_before_period_id)s, %(previous_period_id)s)
        and figure_id in ('site_pass_rate', 'account_pass_rate')
        and dimension = ''
)

select
    compared.figure_id,
    judged.kind as dimension,
    concat_ws('/', compared.period_id, judged.subject_id) as row_key,
    judged.subject_id,
    concat_ws(' ', compared.period_id, judged.grade) as said,
    (judged.grade = 'qualified')::integer as adds,
    compared.side as adds_to_denominator
from compared
inner join judged using (period_id)
union all
select
    compared.figure_id,
    published.kind as dimension,
    concat_ws('/', compared.period_id, published.figure_id) as row_key,
    null as subject_id,
    concat_ws(' ', '当期通报', published.document, published.value) as said,
    published.value as adds,
    compared.side as adds_to_denominator
from compared
inner join published using (period_id)
where
    compared.side = -1
    and not exists (
        select from judged
        where judged.period_id = published.period_id and judged.kind = published.kind
    );
