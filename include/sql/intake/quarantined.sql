-- Rows of an office's inputs that could not be taken on a day (待核), with place, value, reason and remedy; those that
-- still wait first. `fault_count` is that of all, of which the first are given.
-- grain:  one row per fault of a row
-- reads:  ops.quarantine
-- params: jurisdiction_id, day, most_rows
select
    source,
    file,
    sheet,
    row_no,
    column_name,
    value,
    reason,
    remedy,
    state,
    ended_on,
    count(*) over () as fault_count
from ops.quarantine
where jurisdiction_id = %(jurisdiction_id)s and day = %(day)s
order by state <> 'waiting', source, file, sheet, row_no, column_name, raw_sha256
limit %(most_rows)s;
