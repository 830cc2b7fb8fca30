-- Whom another office observes for this one (观测共用): the same site by its address, the same account by platform and
-- id, or by platform and name where one of the two registries has no id; whatever codes the two write.
-- needs: mart/dim_subject mart/functions/address_key staging/functions/bare_name
create or replace function mart.lent_subjects(for_jurisdiction text, lender text)
returns table (subject_id text, lent_id text, days daterange)
language sql stable parallel safe
as $$
    select
        own.subject_id,
        lent.subject_id,
        daterange(own.valid_from, own.valid_to) * daterange(lent.valid_from, lent.valid_to)
    from mart.dim_subject as own
    inner join mart.dim_subject as lent
        on
            lent.jurisdiction_id = lender
            and own.kind = lent.kind
            and case own.kind
                when 'site' then mart.address_key(own.home_url) = mart.address_key(lent.home_url)
                else own.platform = lent.platform and coalesce(
                    own.account_id = lent.account_id, staging.bare_name(own.name) = staging.bare_name(lent.name)
                )
            end
    where
        own.jurisdiction_id = for_jurisdiction
        and lent.status = 'running'
        and daterange(own.valid_from, own.valid_to) && daterange(lent.valid_from, lent.valid_to)
$$;

comment on function mart.lent_subjects(text, text) is
'Sites and accounts of an office that another one observes (观测共用), by address, id or name, with the days';
