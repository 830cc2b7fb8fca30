-- Evidence as findings show it: at most twenty pieces and of each kind some, in their order, without their places,
-- which stand in mart.fact_finding_place.
-- needs: roles
create or replace function mart.shown_evidence(evidence jsonb)
returns jsonb
language sql immutable parallel safe
as $$
    select case
        when jsonb_array_length(evidence) <= 20 and not evidence @? '$[*].place' then evidence
        else (
            select jsonb_agg(piece.value - 'place' order by piece.position)
            from (
                select
                    item.value,
                    item.position
                from jsonb_array_elements(evidence) with ordinality as item (value, position)
                order by
                    row_number() over (partition by item.value ->> 'kind' order by item.position) asc,
                    item.position asc
                limit 20
            ) as piece
        )
    end
$$;

comment on function mart.shown_evidence(jsonb) is
'At most twenty pieces of evidence (佐证), of each kind some, as findings show them';
