-- 栏目不更新: columns late by the period of their class, of the classes and levels that the indicator names.
-- News columns owe an update in weeks, notices and policies in months, the rest in a year. A column
-- without any date is late where its articles were read and bear none; a blank one (空白栏目) is counted elsewhere.
-- grain:   one row per running site and day
-- reads:   staging.column_faults, home_of_day (temporary)
-- params:  jurisdiction_id, observer_id, from_day, to_day (dates; end exclusive), news_days, document_months,
--          yearly_months,
--          classes, document_depth_at_most, limit_value, columns_at_least
-- value:   late columns among those that could be read
-- unknown: page_blocked, needs_browser, not_crawled, no_date_read, columns_not_found; all but the last where
--          it could make it fail
select
    faults.subject_id,
    faults.day,
    faults.fault_count as value,
    faults.sample_count,
    case
        when (home.subject_id is null or home.unread_reason is not null) and faults.is_without_columns
            then coalesce(home.unread_reason, 'not_crawled')
        else faults.unread_reason
    end as unknown_reason,
    faults.evidence
from
    staging.column_faults(
        %(jurisdiction_id)s,
        %(observer_id)s,
        %(from_day)s,
        %(to_day)s,
        %(limit_value)s,
        %(columns_at_least)s,
        counts_blank => false,
        late_classes => %(classes)s,
        document_depth_at_most => %(document_depth_at_most)s,
        news_days => %(news_days)s,
        document_months => %(document_months)s,
        yearly_months => %(yearly_months)s
    ) as faults
left join home_of_day as home using (subject_id, day);
