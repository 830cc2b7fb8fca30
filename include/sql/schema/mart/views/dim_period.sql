-- needs: mart/dim_day
create or replace view mart.dim_period with (security_invoker) as
with spanned as (
    select
        part.period_id,
        part.length,
        min(day.day) as starts_on,
        max(day.day) as ends_on
    from mart.dim_day as day
    cross join
        lateral (
            values (day.month_id, 'month'), (day.quarter_id, 'quarter'), (day.half_id, 'half'), (day.year_id, 'year')
        ) as part (period_id, length)
    group by part.period_id, part.length
)

select
    period_id,
    length,
    starts_on,
    ends_on,
    case length
        when 'month' then to_char(starts_on, 'YYYY"年"FMMM"月"')
        when 'quarter'
            then to_char(starts_on, 'YYYY"年第"') || substr('一二三四', to_char(starts_on, 'Q')::integer, 1) || '季度'
        when 'half'
            then left(period_id, 4) || '年' || case right(period_id, 1) when '1' then '上' else '下' end || '半年'
        else to_char(starts_on, 'YYYY"年"')
    end as period_zh,
    lag(period_id) over (partition by length order by starts_on) as previous_period_id,
    lag(
        period_id,
        case length when 'month' then 12 when 'quarter' then 4 when 'half' then 2 else 1 end
    ) over (partition by length order by starts_on) as year_before_period_id
from spanned;

comment on view mart.dim_period is
'Periods (检查周期) from 2015 on: months, quarters, half years and years';
comment on column mart.dim_period.period_id is 'The period (检查周期): 2023Q4, 2020-09, 2023H1 or 2023';
comment on column mart.dim_period.length is 'month, quarter, half or year';
comment on column mart.dim_period.starts_on is 'First day';
comment on column mart.dim_period.ends_on is 'Last day, inclusive';
comment on column mart.dim_period.period_zh is 'Its name in a bulletin';
comment on column mart.dim_period.previous_period_id is 'The period of the same length before it (环比)';
comment on column mart.dim_period.year_before_period_id is 'The same period of the year before (同比)';
