-- Of evidence twenty pieces: of each kind the first ones in turn, in their order, without their places.
-- needs: roles
create or replace function mart.cut_evidence(evidence jsonb)
returns jsonb
language sql immutable parallel safe
as $$
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
$$;

comment on function mart.cut_evidence(jsonb) is 'Twenty pieces of evidence (佐证), of each kind some';
