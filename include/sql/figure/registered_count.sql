-- Registered sites and accounts (登记在册的正常运行数): in force and running on the
-- cut-off day.
-- title:  {zh: 登记数, en: Registered and running subjects}
-- figure: site_registered_count, account_registered_count
-- grain:  one row per kind of subject
-- reads:  mart.subjects_in_force
-- params: jurisdiction_id, cutoff_on (date, inclusive)
with subject_kind (kind) as (
    values ('site'), ('account')
),

registered as (
    select kind
    from mart.subjects_in_force(%(jurisdiction_id)s, %(cutoff_on)s, %(cutoff_on)s + 1)
    where status = 'running'
)

select
    subject_kind.kind || '_registered_count' as figure_id,
    '' as dimension,
    count(registered.kind) as value,
    null::numeric as numerator,
    null::numeric as denominator
from subject_kind
left join registered on subject_kind.kind = registered.kind
group by subject_kind.kind;
