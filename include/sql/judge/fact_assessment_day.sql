-- What was judged at all: with it a day without a finding is a pass and no gap.
-- grain:  one row per jurisdiction, edition, subject and day; the days asked are replaced
-- reads:  judged (temporary)
-- params: jurisdiction_id, from_day, to_day (dates; end exclusive)
delete from mart.fact_assessment_day
where
    jurisdiction_id = %(jurisdiction_id)s
    and day >= %(from_day)s
    and day < %(to_day)s;

insert into mart.fact_assessment_day (jurisdiction_id, edition_id, subject_id, day, indicator_ids)
select
    %(jurisdiction_id)s::text as jurisdiction_id,
    edition_id,
    subject_id,
    day,
    array_agg(indicator_id order by indicator_id) as indicator_ids
from judged
group by edition_id, subject_id, day
order by subject_id, day;
