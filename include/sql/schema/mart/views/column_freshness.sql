-- A column's state holds for days (staging.column_state); here each day is a row, with the limit of its class by the
-- edition that the office judges by on it. Readers see it through this view alone: it names whom each may see.
-- needs: staging/column_state staging/functions/late_on staging/item staging/page
-- needs: mart/dim_indicator mart/dim_edition mart/dim_office mart/dim_day
-- needs: mart/views/subject_version mart/functions/readable_subjects
create or replace view mart.column_freshness with (security_barrier) as
select
    subject.jurisdiction_id,
    day.day,
    day.week_starts_on,
    day.month_id,
    day.quarter_id,
    state.subject_id,
    subject.name,
    subject.site_code,
    subject.organiser,
    subject.organiser_class,
    subject.region_code,
    subject.region,
    subject.city_code,
    subject.province_code,
    subject.level,
    state.url,
    state.name as column_name,
    state.class,
    state.depth,
    state.source,
    state.is_blank,
    state.newest_item_on,
    day.day - state.newest_item_on as days_since_update,
    nullif(limits.late_on, '-infinity') - 1 as fresh_until,
    nullif(limits.late_on, '-infinity') - day.day as days_left,
    case
        when state.is_blank is null then 'unread'
        when state.is_blank then 'blank'
        when state.newest_item_on is null then 'undated'
        when limits.late_on is null then 'no_limit'
        when day.day < limits.late_on then 'fresh'
        -- entries without a date whose articles nobody read may be newer than all that was read
        when
            exists (
                select 1
                from staging.item as entry
                where
                    entry.observer_id = office.observer_id
                    and entry.subject_id = state.subject_id
                    and entry.column_url = state.url
                    and entry.day = day.day
                    and entry.published_on is null
                    and not exists (
                        select 1
                        from staging.page as article
                        where
                            article.observer_id = office.observer_id
                            and article.subject_id = state.subject_id
                            and article.url = entry.url
                            and article.day <= day.day
                            and article.kind = 'article'
                            and article.read_state = 'ok'
                    )
                    and not exists (
                        select 1
                        from staging.item as earlier
                        where
                            earlier.observer_id = office.observer_id
                            and earlier.subject_id = state.subject_id
                            and earlier.column_url = state.url
                            and earlier.url = entry.url
                            and earlier.day <= state.newest_item_on
                    )
            )
            then 'unread'
        else 'past_limit'
    end as freshness
from staging.column_state as state
inner join mart.dim_office as office using (observer_id)
inner join mart.dim_day as day on day.day between state.day and state.last_day
inner join mart.subject_version as subject
    on
        office.jurisdiction_id = subject.jurisdiction_id
        and state.subject_id = subject.subject_id
        and day.day >= subject.holds_from
        and day.day < subject.holds_to
left join lateral (
    select
        case
            when indicator.parameters -> 'classes' ? state.class
                then staging.late_on(
                    state.class,
                    state.newest_item_on,
                    (indicator.parameters ->> 'news_days')::integer,
                    (indicator.parameters ->> 'document_months')::integer,
                    (indicator.parameters ->> 'yearly_months')::integer
                )
        end as late_on
    from mart.dim_indicator as indicator
    inner join mart.dim_edition as edition using (edition_id)
    where
        indicator.edition_id = any(office.edition_ids)
        and indicator.measure = 'late_columns'
        and indicator.parameters -> 'classes' ? state.class
        and edition.effective_from <= day.day
    order by edition.effective_from desc, indicator.part = 'veto' desc, indicator.indicator_id asc
    limit 1
) as limits on true
where
    (subject.jurisdiction_id, subject.subject_id) in (
        select
            readable.jurisdiction_id,
            readable.subject_id
        from mart.readable_subjects() as readable
    );

comment on view mart.column_freshness is
'Freshness of columns (栏目) by day, with all names: one row per office, site, column and day seen; the verdict on '
'a site is that of its finding';
comment on column mart.column_freshness.jurisdiction_id is 'The office that judges (主管单位)';
comment on column mart.column_freshness.day is 'Official day (Asia/Shanghai)';
comment on column mart.column_freshness.week_starts_on is 'Monday of its week';
comment on column mart.column_freshness.month_id is 'Month of the day, joins mart.dim_period';
comment on column mart.column_freshness.quarter_id is 'Quarter of the day (季度), joins mart.dim_period';
comment on column mart.column_freshness.subject_id is 'The site';
comment on column mart.column_freshness.name is 'Registered name (名称)';
comment on column mart.column_freshness.site_code is 'Ten-character code of a site (网站标识码)';
comment on column mart.column_freshness.organiser is 'Unit that answers for it (主办单位)';
comment on column mart.column_freshness.organiser_class is 'government (政府), department (部门) or other (其他)';
comment on column mart.column_freshness.region_code is 'Administrative division, GB/T 2260 (行政区划代码)';
comment on column mart.column_freshness.region is 'Name of the division (所属地区)';
comment on column mart.column_freshness.city_code is
'Code of its city (地级), the roll-up of the region; null for a province';
comment on column mart.column_freshness.province_code is 'Code of its province (省级)';
comment on column mart.column_freshness.level is 'Level of the organiser (层级)';
comment on column mart.column_freshness.url is 'Address of the column (栏目网址)';
comment on column mart.column_freshness.column_name is 'Name of the column (栏目名称)';
comment on column mart.column_freshness.class is 'Class (栏目类别): a word of ColumnClass';
comment on column mart.column_freshness.depth is '1 is first level';
comment on column mart.column_freshness.source is 'registry or discovered';
comment on column mart.column_freshness.is_blank is
'Whether it is without entries (空白); null where it could not be read';
comment on column mart.column_freshness.newest_item_on is 'Newest date seen of its entries';
comment on column mart.column_freshness.days_since_update is 'Days since that date';
comment on column mart.column_freshness.fresh_until is
'Last day on which that date is within the limit of its class (更新期限)';
comment on column mart.column_freshness.days_left is 'Distance to the first late day; zero or less is past the limit';
comment on column mart.column_freshness.freshness is
'fresh, past_limit (超期), blank (空白), undated, unread (also where entries nobody read may be newer), or no_limit';
