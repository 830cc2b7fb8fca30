-- Every place of the failing findings: what a measure found is not cut here. A place is where the evidence says so,
-- else the address of its snapshot or what its report speaks of, else the subject as a whole.
-- grain:  one row per failing finding and place; the days asked are replaced, whatever edition judged them before
-- reads:  judged (temporary), staging.snapshot, staging.report
-- params: jurisdiction_id, observer_id, from_day, to_day (dates; end exclusive)
delete from mart.fact_finding_place
where
    jurisdiction_id = %(jurisdiction_id)s
    and day >= %(from_day)s
    and day < %(to_day)s;

insert into mart.fact_finding_place (
    jurisdiction_id, edition_id, subject_id, indicator_id, day, place, reason_id, evidence
)
with piece as (
    select
        judged.edition_id,
        judged.subject_id,
        judged.indicator_id,
        judged.day,
        judged.reason_id,
        item.value,
        item.position
    from judged
    cross join lateral jsonb_array_elements(judged.evidence) with ordinality as item (value, position)
    where judged.verdict = 'fail'
),

placed as (
    select
        piece.*,
        coalesce(piece.value ->> 'place', snapshot.url, report.locator, piece.subject_id) as place
    from piece
    left join staging.snapshot as snapshot
        on
            piece.value ->> 'kind' = 'snapshot'
            and snapshot.observer_id = %(observer_id)s
            and piece.value ->> 'id' = snapshot.snapshot_id
    left join staging.report as report
        on
            piece.value ->> 'kind' = 'report'
            and report.jurisdiction_id = %(jurisdiction_id)s
            and piece.value ->> 'id' = report.report_id
)

select
    %(jurisdiction_id)s::text as jurisdiction_id,
    edition_id,
    subject_id,
    indicator_id,
    day,
    place,
    min(reason_id) as reason_id,
    jsonb_agg(value - 'place' order by position) as evidence
from placed
group by edition_id, subject_id, indicator_id, day, place
order by day, subject_id, indicator_id, place;
