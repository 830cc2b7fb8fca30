-- Coverage (观测覆盖率): days observed of days due, for each kind of observation that the office declares; an office that
-- declares none has the kinds of which its period holds any. A kind without a figure is not judged (不予判定).
-- title:  {zh: 观测覆盖率, en: Coverage}
-- combines: share
-- figure: observed_share{probes}, {pages}, {accounts}, {reports}
-- grain:  one row per kind and day due
-- reads:  mart.coverage
-- params: jurisdiction_id, observer_id, due_days (dates as text: those over), observes (kinds declared, or null)
select
    'observed_share' as figure_id,
    coverage.kind as dimension,
    coverage.kind || '/' || coverage.day as row_key,
    null as subject_id,
    concat_ws(' ', coverage.day, case when coverage.is_observed then '已检查' else '无数据' end) as said,
    coverage.is_observed::integer as adds,
    1 as adds_to_denominator
from mart.coverage(%(jurisdiction_id)s, %(observer_id)s, %(due_days)s::date[], %(observes)s::text[]) as coverage;
