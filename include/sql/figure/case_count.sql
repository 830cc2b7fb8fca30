-- Problems (问题台账) opened in the period, those closed by the cut-off day, and those closed on the very day
-- (当日清零): the day's last look found them mended, or the first look of the next day.
-- title:  {zh: 本期问题发现、办结和当日清零数, en: "Cases opened in the period, closed, and closed within the day"}
-- combines: sum; share of case_same_day_rate
-- figure: case_opened_count, case_closed_count, case_same_day_count; case_same_day_rate (a share 0–1, none where
--         none was opened)
-- grain:  one row per figure and case; those that the figure does not count add 0; each figure also with 0
-- reads:  mart.fact_case
-- params: jurisdiction_id, period_start, cutoff_on (dates, inclusive)
with figure (figure_id) as (
    values ('case_opened_count'), ('case_closed_count'), ('case_same_day_count'), ('case_same_day_rate')
),

opened as (
    select
        subject_id,
        concat_ws('/', subject_id, indicator_id, opened_on) as row_key,
        concat(indicator_id, ' ', opened_on, ' – ', coalesce(closed_on::text, '未办结')) as said,
        closed_on <= %(cutoff_on)s as is_closed,
        last_failed_on = opened_on and closed_on <= least(opened_on + 1, %(cutoff_on)s::date) as is_same_day
    from mart.fact_case
    where jurisdiction_id = %(jurisdiction_id)s and opened_on between %(period_start)s and %(cutoff_on)s
)

select
    figure.figure_id,
    '' as dimension,
    opened.row_key,
    opened.subject_id,
    opened.said,
    coalesce(
        case figure.figure_id
            when 'case_opened_count' then opened.row_key is not null
            when 'case_closed_count' then opened.is_closed
            else opened.is_same_day
        end, false
    )::integer as adds,
    case when figure.figure_id = 'case_same_day_rate' then (opened.row_key is not null)::integer end
        as adds_to_denominator
from figure
left join opened on true;
