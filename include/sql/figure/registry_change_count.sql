-- Changes of the registry in the period (登记变更): subjects taken up, gone, renamed, transferred, closed.
-- title:  {zh: 本期新增、注销、更名和移交数, en: "Subjects opened, gone, renamed and transferred in the period"}
-- combines: distinct
-- figure: site_opened_count, site_gone_count (closed, or named no more), site_renamed_count, site_transferred_count,
--         the same with account_; accounts also {platform/…}; none where nothing of the kind happened
-- grain:  one row per figure and change; a subject counts once however often it changed
-- reads:  mart.registry_change, mart.groups_of
-- params: jurisdiction_id, period_start, cutoff_on (dates, inclusive)
select
    change.kind || figure.name as figure_id,
    sort.dimension,
    concat_ws('/', change.subject_id, change.changed_on, change.change) as row_key,
    change.subject_id,
    change.subject_id as said,
    1 as adds,
    null as adds_to_denominator
from mart.registry_change as change
inner join (
    values
    ('opened', '_opened_count'),
    ('gone', '_gone_count'),
    ('closed', '_gone_count'),
    ('renamed', '_renamed_count'),
    ('transferred', '_transferred_count')
) as figure (change, name)
    on change.change = figure.change
left join mart.groups_of(%(jurisdiction_id)s, %(cutoff_on)s) as grouped on change.subject_id = grouped.subject_id
cross join unnest(coalesce(grouped.dimensions, array[''])) as sort (dimension)
where
    change.jurisdiction_id = %(jurisdiction_id)s
    and change.changed_on between %(period_start)s and %(cutoff_on)s
    and (sort.dimension = '' or sort.dimension like 'platform/%%');
