-- How a period stands in the offices that a superior one oversees (下级单位汇总), read from their own figures.
-- grain:  one row per subordinate office and kind of subject; null where its figure was not built
-- reads:  mart.quarter_figure
-- params: jurisdiction_ids, period_id
with asked as (
    select
        office.jurisdiction_id,
        office.place,
        kind.kind
    from unnest(%(jurisdiction_ids)s::text[]) with ordinality as office (jurisdiction_id, place)
    cross join (values ('site'), ('account')) as kind (kind)
),

figure as (
    select
        jurisdiction_id,
        split_part(figure_id, '_', 1) as kind,
        substr(figure_id, strpos(figure_id, '_') + 1) as said,
        value
    from mart.quarter_figure
    where jurisdiction_id = any(%(jurisdiction_ids)s) and period_id = %(period_id)s and dimension = ''
)

select
    asked.jurisdiction_id,
    asked.kind,
    max(figure.value) filter (where figure.said = 'registered_count') as registered_count,
    max(figure.value) filter (where figure.said = 'inspected_count') as inspected_count,
    max(figure.value) filter (where figure.said = 'failed_count') as failed_count,
    max(figure.value) filter (where figure.said = 'undetermined_count') as undetermined_count,
    max(figure.value) filter (where figure.said = 'pass_rate') as pass_rate
from asked
left join figure on asked.jurisdiction_id = figure.jurisdiction_id and asked.kind = figure.kind
group by asked.jurisdiction_id, asked.kind, asked.place
order by asked.place asc, asked.kind desc;
