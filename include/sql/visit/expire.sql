-- Give up the visits that are overdue: so late they would tell of another time than they were asked for.
-- grain:  one row per planned visit
-- writes: staging.planned_visit
-- params: observer_id, now, expires_after_days
update staging.planned_visit
set
    state = 'expired',
    note = coalesce(note || '; ', '') || 'overdue by more than ' || %(expires_after_days)s || ' days'
where
    observer_id = %(observer_id)s
    and state = 'planned'
    and not_before < %(now)s - make_interval(days => %(expires_after_days)s);
