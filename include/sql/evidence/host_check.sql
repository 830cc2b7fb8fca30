-- The daily checks of the subject's hosts up to the day of a finding, a month back.
-- grain:  one row per check
-- reads:  staging.host_check
-- params: observer_id, subject_id, day
select
    day,
    host,
    vantage,
    checked_at,
    certificate_expires_at,
    has_aaaa,
    is_ipv6_reachable,
    detail
from staging.host_check
where observer_id = %(observer_id)s and subject_id = %(subject_id)s and day <= %(day)s and day > %(day)s - 31
order by day, host, vantage;
