-- Change of the mean score (平均分) against the period before (环比), also by group. None where either is not known.
-- title:  {zh: 平均分环比变化, en: Change of the mean score on the period before}
-- combines: mean_difference
-- figure: site_score_change_on_previous, also {region/…}, {level/…}, {class/…}, {kind/…} and, of accounts,
--         {platform/…}; the same with account_; may be negative
-- grain:  one row per period, group and subject with a complete score; what stood before has a negative denominator
-- reads:  mart.quarter_subject, mart.groups_of
-- params: jurisdiction_id, period_id, previous_period_id, cutoff_on (date, inclusive)
select
    subject.kind || '_score_change_on_previous' as figure_id,
    sort.dimension,
    concat_ws('/', subject.period_id, subject.subject_id) as row_key,
    subject.subject_id,
    concat_ws(' ', subject.period_id, subject.score) as said,
    subject.score as adds,
    case when subject.period_id = %(period_id)s then 1 else -1 end as adds_to_denominator
from mart.quarter_subject as subject
left join mart.groups_of(%(jurisdiction_id)s, %(cutoff_on)s) as grouped using (subject_id)
cross join unnest(coalesce(grouped.dimensions, array[''])) as sort (dimension)
where
    subject.jurisdiction_id = %(jurisdiction_id)s
    and subject.period_id in (%(period_id)s, %(previous_period_id)s)
    and subject.score is not null
    and subject.score_state = 'complete';
