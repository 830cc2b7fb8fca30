-- 其他栏目: blank columns, and late ones of the classes that no other deduction counts (no fault costs twice).
-- Residual columns. Source: 国办秘函〔2019〕19号, scoring rule R7.
-- grain:   one row per running site and day
-- reads:   staging.column_faults, home_of_day (temporary)
-- params:  jurisdiction_id, observer_id, from_day, to_day (dates; end exclusive), document_months, yearly_months,
--          classes, limit_value, columns_at_least
-- value:   blank or late columns among those that could be read
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
        counts_blank => true,
        late_classes => %(classes)s,
        document_months => %(document_months)s,
        yearly_months => %(yearly_months)s
    ) as faults
left join home_of_day as home using (subject_id, day);
