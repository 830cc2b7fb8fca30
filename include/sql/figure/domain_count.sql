-- Domains of the office's bodies (域名清理) by what had become of each by the cut-off day.
-- title:  {zh: 域名清理数, en: Domains by state}
-- figure: domain_count, domain_count{qualified|deregistered|kept|pending}
-- grain:  one row per state that occurred, and one for all of them; none where there is no register
-- reads:  mart.dim_domain
-- params: jurisdiction_id, cutoff_on (date, inclusive)
select
    'domain_count' as figure_id,
    coalesce(state, '') as dimension,
    count(*) as value,
    null::numeric as numerator,
    null::numeric as denominator
from mart.dim_domain
where jurisdiction_id = %(jurisdiction_id)s and (state_on is null or state_on <= %(cutoff_on)s)
group by rollup (state)
having count(*) > 0;
