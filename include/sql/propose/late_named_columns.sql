-- 应更新的专门栏目未更新: columns that lead to a section (办事统计) and whose newest entry is as old as the months allowed.
-- grain:  one row per site and column, by its state as it was held between two looks
-- reads:  staging.column_state
-- params: observer_id, kind, sections (jsonb: says, not), section, months
select
    state.subject_id,
    state.url as locator,
    '未更新' as term,
    min(
        greatest(state.day, (state.newest_item_on + make_interval(months => %(months)s))::date)
    ) as first_seen_on,
    max(state.last_day) as last_seen_on,
    (array_agg(concat_ws(' ', state.name, state.newest_item_on) order by state.day desc))[1] as excerpt,
    (array_agg(state.snapshot_id order by state.day desc))[1] as snapshot_id
from staging.column_state as state
where
    state.observer_id = %(observer_id)s
    and mart.kind_of(state.subject_id) = %(kind)s
    and state.name ~ (%(sections)s::jsonb -> %(section)s ->> 'says')
    and state.name !~ (%(sections)s::jsonb -> %(section)s ->> 'not')
    and state.last_day >= state.newest_item_on + make_interval(months => %(months)s)
group by state.subject_id, state.url;
