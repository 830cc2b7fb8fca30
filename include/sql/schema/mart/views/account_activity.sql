-- What is silence is said only where the day was judged: days on which no healthy source looked have no days_silent.
-- Ask it of few days: each row looks for the account's newest post.
-- needs: staging/post mart/fact_assessment_day mart/fact_finding mart/dim_office mart/dim_day mart/dim_indicator
-- needs: mart/views/subject_version mart/functions/readable_subjects
create or replace view mart.account_activity with (security_barrier) as
select
    assessed.jurisdiction_id,
    office.office_zh,
    assessed.day,
    day.week_starts_on,
    day.month_id,
    day.quarter_id,
    assessed.subject_id,
    subject.name,
    subject.home_url,
    subject.platform,
    subject.organiser,
    subject.organiser_class,
    subject.region_code,
    subject.region,
    subject.city_code,
    subject.province_code,
    subject.level,
    posted.post_count,
    posted.last_post_on,
    coalesce(silence.verdict, 'pass') as verdict,
    silence.unknown_reason,
    case
        when silence.verdict = 'unknown' then null
        when posted.last_post_on is null then silence.value
        else assessed.day - posted.last_post_on
    end as days_silent
from mart.fact_assessment_day as assessed
inner join mart.dim_office as office using (jurisdiction_id)
inner join mart.dim_day as day using (day)
inner join mart.subject_version as subject
    on
        assessed.jurisdiction_id = subject.jurisdiction_id
        and assessed.subject_id = subject.subject_id
        and assessed.day >= subject.holds_from
        and assessed.day < subject.holds_to
inner join mart.dim_indicator as indicator
    on
        assessed.edition_id = indicator.edition_id
        and indicator.measure = 'account_days_without_post'
        and indicator.indicator_id = any(assessed.indicator_ids)
left join mart.fact_finding as silence
    on
        assessed.jurisdiction_id = silence.jurisdiction_id
        and assessed.day = silence.day
        and assessed.subject_id = silence.subject_id
        and indicator.indicator_id = silence.indicator_id
        and assessed.edition_id = silence.edition_id
cross join
    lateral (
        select
            max(post.published_on) as last_post_on,
            count(*) filter (where post.published_on = assessed.day) as post_count
        from staging.post
        where
            post.observer_id = office.observer_id
            and post.subject_id = assessed.subject_id
            and post.published_on <= assessed.day
    ) as posted
where
    assessed.kind = 'account'
    and (assessed.jurisdiction_id, assessed.subject_id) in (
        select
            readable.jurisdiction_id,
            readable.subject_id
        from mart.readable_subjects() as readable
    );

comment on view mart.account_activity is
'Activity of accounts (政务新媒体) by judged day, with all names: posts of the day, and how long it has been silent';
comment on column mart.account_activity.jurisdiction_id is 'The office that judges (主管单位)';
comment on column mart.account_activity.office_zh is 'Who issues the bulletin (发布单位)';
comment on column mart.account_activity.day is 'Official day (Asia/Shanghai)';
comment on column mart.account_activity.week_starts_on is 'Monday of its week';
comment on column mart.account_activity.month_id is 'Month of the day, joins mart.dim_period';
comment on column mart.account_activity.quarter_id is 'Quarter of the day (季度), joins mart.dim_period';
comment on column mart.account_activity.subject_id is 'The account';
comment on column mart.account_activity.name is 'Registered name (名称)';
comment on column mart.account_activity.home_url is 'Address of the home page (首页网址)';
comment on column mart.account_activity.platform is 'Platform of an account (所属平台)';
comment on column mart.account_activity.organiser is 'Unit that answers for it (主办单位)';
comment on column mart.account_activity.organiser_class is 'government (政府), department (部门) or other (其他)';
comment on column mart.account_activity.region_code is 'Administrative division, GB/T 2260 (行政区划代码)';
comment on column mart.account_activity.region is 'Name of the division (所属地区)';
comment on column mart.account_activity.city_code is
'Code of its city (地级), the roll-up of the region; null for a province';
comment on column mart.account_activity.province_code is 'Code of its province (省级)';
comment on column mart.account_activity.level is 'Level of the organiser (层级)';
comment on column mart.account_activity.post_count is 'Posts of the day (发布量)';
comment on column mart.account_activity.last_post_on is 'Day of its newest post up to then (最近更新)';
comment on column mart.account_activity.verdict is
'pass, fail (不合格) or unknown (不予判定) of the indicator of silence on the day';
comment on column mart.account_activity.unknown_reason is 'Why it could not be known';
comment on column mart.account_activity.days_silent is
'Days without a post (未更新天数); 9999 for one that never posted; null where it could not be known';
