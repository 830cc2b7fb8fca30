-- Scores (得分) of the period: mean, highest and lowest, also by group. None where no score is complete.
-- title:  {zh: 平均分、最高分和最低分, en: "Mean, highest and lowest score"}
-- combines: mean; max of site_score_highest, account_score_highest; min of site_score_lowest, account_score_lowest
-- figure: site_score_mean, site_score_highest, site_score_lowest, each also {region/…}, {level/…}, {class/…},
--         {kind/…} and, of accounts, {platform/…}; the same with account_
-- grain:  one row per figure, group and subject with a complete score
-- reads:  mart.quarter_subject, mart.groups_of
-- params: jurisdiction_id, period_id, cutoff_on (date, inclusive)
select
    subject.kind || figure.name as figure_id,
    sort.dimension,
    subject.subject_id as row_key,
    subject.subject_id,
    subject.score::text as said,
    subject.score as adds,
    null as adds_to_denominator
from mart.quarter_subject as subject
left join mart.groups_of(%(jurisdiction_id)s, %(cutoff_on)s) as grouped using (subject_id)
cross join unnest(coalesce(grouped.dimensions, array[''])) as sort (dimension)
cross join (values ('_score_mean'), ('_score_highest'), ('_score_lowest')) as figure (name)
where
    subject.jurisdiction_id = %(jurisdiction_id)s
    and subject.period_id = %(period_id)s
    and subject.score is not null
    and subject.score_state = 'complete';
