-- One rule edition (指标版本) into mart.dim_indicator, whole; rows that are right stay untouched.
-- grain:  one row per edition and indicator
-- reads:  -
-- writes: mart.dim_indicator
-- params: edition_id, rows (jsonb list of entries)
delete from mart.dim_indicator
where
    edition_id = %(edition_id)s
    and indicator_id not in (select entry ->> 'indicator_id' from jsonb_array_elements(%(rows)s) as entry);

insert into mart.dim_indicator (
    edition_id, indicator_id, applies_to, part, title_zh, title_en, measure,
    parameters, comparison, limit_value, reason_id, source, is_confirmed
)
select
    %(edition_id)s::text as edition_id,
    entry ->> 'indicator_id' as indicator_id,
    entry ->> 'applies_to' as applies_to,
    entry ->> 'part' as part,
    entry ->> 'title_zh' as title_zh,
    entry ->> 'title_en' as title_en,
    entry ->> 'measure' as measure,
    entry -> 'parameters' as parameters,
    entry ->> 'comparison' as comparison,
    (entry ->> 'limit_value')::numeric as limit_value,
    entry ->> 'reason_id' as reason_id,
    entry ->> 'source' as source,
    (entry ->> 'is_confirmed')::boolean as is_confirmed
from jsonb_array_elements(%(rows)s) as entry
except
select
    edition_id,
    indicator_id,
    applies_to,
    part,
    title_zh,
    title_en,
    measure,
    parameters,
    comparison,
    limit_value,
    reason_id,
    source,
    is_confirmed
from mart.dim_indicator
where edition_id = %(edition_id)s
order by indicator_id
on conflict (edition_id, indicator_id) do update set
    applies_to = excluded.applies_to,
    part = excluded.part,
    title_zh = excluded.title_zh,
    title_en = excluded.title_en,
    measure = excluded.measure,
    parameters = excluded.parameters,
    comparison = excluded.comparison,
    limit_value = excluded.limit_value,
    reason_id = excluded.reason_id,
    source = excluded.source,
    is_confirmed = excluded.is_confirmed;
