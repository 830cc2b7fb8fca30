-- 一般表述错误: word-list hits that are not grave, each page or post and term once.
-- grain:  one row per subject of the kind, page or post, and term
-- reads:  staging.term_hit
-- params: observer_id, kind
select
    subject_id,
    locator,
    term,
    min(day) as first_seen_on,
    max(day) as last_seen_on,
    (array_agg(concat_ws(' → ', excerpt, suggestion) order by day desc))[1] as excerpt,
    (array_agg(snapshot_id order by day desc))[1] as snapshot_id
from staging.term_hit
where observer_id = %(observer_id)s and severity <> 'grave' and mart.kind_of(subject_id) = %(kind)s
group by subject_id, locator, term;
