-- Results of the newest run of every gate (数据质量), failures first.
-- grain:  one row per office, suite and expectation of the suite's newest run
-- reads:  ops.quality_result
with newest as (
    select distinct on (jurisdiction_id, suite)
        jurisdiction_id,
        suite,
        run_id
    from ops.quality_result
    order by jurisdiction_id asc, suite asc, checked_at desc
)

select
    result.jurisdiction_id,
    result.suite,
    result.run_id,
    result.day,
    result.expectation,
    result.column_name,
    result.severity,
    result.is_met,
    result.observed,
    result.unexpected_count,
    result.remedy,
    max(result.checked_at) over (partition by result.jurisdiction_id, result.suite) as checked_at
from newest
inner join ops.quality_result as result using (jurisdiction_id, suite, run_id)
order by
    result.jurisdiction_id, result.suite, result.is_met, result.severity, result.expectation, result.column_name;
