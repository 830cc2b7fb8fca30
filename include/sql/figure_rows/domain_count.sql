-- Rows of domain_count: the domains of the register, or those of one state.
-- grain:  one row per domain
-- reads:  mart.dim_domain
-- params: jurisdiction_id, cutoff_on (date, inclusive), dimension
select
    domain as row_key,
    null::text as subject_id,
    concat_ws(' ', organiser, state, state_on, reason) as said,
    1::numeric as adds,
    null::numeric as adds_to_denominator
from mart.dim_domain
where
    jurisdiction_id = %(jurisdiction_id)s
    and (state_on is null or state_on <= %(cutoff_on)s)
    and %(dimension)s in ('', state);
