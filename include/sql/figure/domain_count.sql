-- Domains of the office's bodies (域名清理) by what had become of each by the cut-off day.
-- title:  {zh: 域名清理数, en: Domains by state}
-- combines: sum
-- figure: domain_count, domain_count{qualified|deregistered|kept|pending}
-- grain:  one row per domain, once for its state and once for all of them; none where there is no register
-- reads:  mart.dim_domain
-- params: jurisdiction_id, cutoff_on (date, inclusive)
select
    'domain_count' as figure_id,
    sort.dimension,
    domain.domain as row_key,
    null as subject_id,
    concat_ws(' ', domain.organiser, domain.state, domain.state_on, domain.reason) as said,
    1 as adds,
    null as adds_to_denominator
from mart.dim_domain as domain
cross join unnest(array['', domain.state]) as sort (dimension)
where
    domain.jurisdiction_id = %(jurisdiction_id)s
    and (domain.state_on is null or domain.state_on <= %(cutoff_on)s);
