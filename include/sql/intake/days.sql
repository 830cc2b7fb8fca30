-- The newest days on which something came in for an office.
-- grain:  one row per day
-- reads:  ops.ingest_batch, ops.quarantine
-- params: jurisdiction_id, day_count
select day
from ops.ingest_batch
where jurisdiction_id = %(jurisdiction_id)s
union
select day
from ops.quarantine
where jurisdiction_id = %(jurisdiction_id)s
order by day desc
limit %(day_count)s;
