-- What came in for an office on a day (导入计数): every load of an input with its rows at every step.
-- grain:  one row per input and file
-- reads:  mart.ingest_count
-- params: jurisdiction_id, day
select
    source,
    file,
    state,
    read_count,
    quarantined_count,
    passed_over_count,
    merged_count,
    in_force_count,
    waiting_count,
    returned_count,
    discarded_count
from mart.ingest_count
where jurisdiction_id = %(jurisdiction_id)s and day = %(day)s
order by source, file;
