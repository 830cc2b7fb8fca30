-- One rule edition (指标版本) into mart.dim_edition and mart.dim_indicator, whole; rows that are right stay
-- untouched, and unlocked: days judged in parallel do not wait for one another.
-- grain:  one row per edition; one per edition and indicator
-- reads:  -
-- writes: mart.dim_edition, mart.dim_indicator
-- params: edition_id, title_zh, title_en, source, effective_from, scoring (jsonb), prominent_counts_as,
--         rows (jsonb list of entries)
insert into mart.dim_edition (
    edition_id, title_zh, title_en, source, effective_from, scoring, prominent_counts_as
)
select
    %(edition_id)s::text as edition_id,
    %(title_zh)s::text as title_zh,
    %(title_en)s::text as title_en,
    %(source)s::text as source,
    %(effective_from)s::date as effective_from,
    %(scoring)s::jsonb as scoring,
    %(prominent_counts_as)s::text as prominent_counts_as
except
select
    edition_id,
    title_zh,
    title_en,
    source,
    effective_from,
    scoring,
    prominent_counts_as
from mart.dim_edition
where edition_id = %(edition_id)s
on conflict (edition_id) do update set
    title_zh = excluded.title_zh,
    title_en = excluded.title_en,
    source = excluded.source,
    effective_from = excluded.effective_from,
    scoring = excluded.scoring,
    prominent_counts_as = excluded.prominent_counts_as;

delete from mart.dim_indicator
where
    edition_id = %(edition_id)s
    and indicator_id not in (select entry ->> 'indicator_id' from jsonb_array_elements(%(rows)s) as entry);

insert into mart.dim_indicator (
    edition_id, indicator_id, applies_to, part, title_zh, title_en, measure,
    parameters, comparison, limit_value, reason_id, source, is_confirmed,
    group_name, found_by, proposes, warns_at, points, points_per_finding
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
    (entry ->> 'is_confirmed')::boolean as is_confirmed,
    entry ->> 'group_name' as group_name,
    entry ->> 'found_by' as found_by,
    entry ->> 'proposes' as proposes,
    entry -> 'warns_at' as warns_at,
    (entry ->> 'points')::numeric as points,
    (entry ->> 'points_per_finding')::numeric as points_per_finding
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
    is_confirmed,
    group_name,
    found_by,
    proposes,
    warns_at,
    points,
    points_per_finding
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
    is_confirmed = excluded.is_confirmed,
    group_name = excluded.group_name,
    found_by = excluded.found_by,
    proposes = excluded.proposes,
    warns_at = excluded.warns_at,
    points = excluded.points,
    points_per_finding = excluded.points_per_finding;
