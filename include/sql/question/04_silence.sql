-- 各平台账号未更新天数(最近判定日)。 Accounts by platform and days of silence, on the newest judged day.
select
    platform,
    count(*) as account_count,
    count(*) filter (where days_silent < 7) as under_a_week_count,
    count(*) filter (where days_silent between 7 and 13) as second_week_count,
    count(*) filter (where days_silent >= 14) as two_weeks_or_more_count,
    count(*) filter (where days_silent is null) as unknown_count
from mart.account_activity
where
    day = (
        select max(assessed.day) from mart.fact_assessment_day as assessed
        where assessed.kind = 'account'
    )
group by platform
order by account_count desc, platform asc;
