-- One row per page of a site, or post of an account, whose signs of tampering came to `at_least` on a day: first and
-- last such day, and the newest evidence. A sign has the weight of the first of `weights` (include/tampering.yaml) that
-- it meets; each kind and place of a page counts once.
-- needs: mart/functions/kind_of staging/sign
create or replace function staging.spam_score(for_observer text, weights jsonb, most integer, at_least integer)
returns table (
    subject_id text,
    kind text,
    locator text,
    first_seen_on date,
    last_seen_on date,
    score integer,
    reasons jsonb,
    snapshot_id text
)
language sql stable
as $$
with weighed as (
    select
        sign.subject_id,
        sign.day,
        sign.url,
        sign.snapshot_id,
        rtrim(concat_ws('/', sign.kind, sign.place), '/') as reason,
        met.weight
    from staging.sign
    cross join
        lateral (
            select rule.weight
            from
                rows from (jsonb_to_recordset(weights) as (kind text, place text, facts jsonb, weight integer))
                with ordinality as rule (kind, place, facts, weight, place_in_list)
            where rule.kind = sign.kind and starts_with(sign.place, rule.place) and sign.detail @> rule.facts
            order by rule.place_in_list
            limit 1
        ) as met
    where sign.observer_id = for_observer and sign.topic = 'tampering'
),

added as (
    select
        weighed.subject_id,
        weighed.day,
        weighed.url,
        min(weighed.snapshot_id) as snapshot_id,
        least(most, sum(weighed.weight))::integer as score,
        jsonb_object_agg(weighed.reason, weighed.weight) as reasons
    from weighed
    group by weighed.subject_id, weighed.day, weighed.url
)

select
    added.subject_id,
    mart.kind_of(added.subject_id) as kind,
    added.url as locator,
    min(added.day) as first_seen_on,
    max(added.day) as last_seen_on,
    (array_agg(added.score order by added.day desc))[1] as score,
    (array_agg(added.reasons order by added.day desc))[1] as reasons,
    (array_agg(added.snapshot_id order by added.day desc))[1] as snapshot_id
from added
where added.score >= at_least
group by added.subject_id, added.url
$$;

comment on function staging.spam_score(text, jsonb, integer, integer) is
'Pages of sites and posts of accounts whose signs of tampering come to a total, with the newest evidence';
