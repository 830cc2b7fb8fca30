-- Evidence as findings show it: at most twenty pieces and of each kind some, in their order, without their places,
-- which stand in mart.fact_finding_place. The planner opens this one where it is asked: most evidence is short, and
-- costs no call then (a third of what it cost to keep 100,000 latest values).
-- needs: mart/functions/cut_evidence
create or replace function mart.shown_evidence(evidence jsonb)
returns jsonb
language sql immutable parallel safe
as $$
    select case
        when jsonb_array_length(evidence) <= 20 and not evidence @? '$[*].place' then evidence
        else mart.cut_evidence(evidence)
    end
$$;

comment on function mart.shown_evidence(jsonb) is
'At most twenty pieces of evidence (佐证), of each kind some, as findings show them';
