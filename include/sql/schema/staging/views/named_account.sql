-- One row per account that a site's home page names on a day, and whether the registry of an office that registers
-- the site has it (漏报瞒报).
-- `standing`: `registered` the account's id or name (縣 is 县) is in the registry on that day, also where it is closed
-- there (`registered_status`), `unknown` the page tells an id alone and the registry has accounts of that platform
-- without id and address, so that nothing can be compared, `unregistered` neither. A site may name accounts of
-- others, its superiors' for one: a person decides.
-- needs: mart/dim_subject staging/sign
create or replace view staging.named_account as
with named as (
    select
        site.jurisdiction_id,
        sign.observer_id,
        sign.subject_id,
        sign.day,
        sign.url,
        sign.snapshot_id,
        sign.detail ->> 'platform' as platform,
        sign.detail ->> 'id' as account_id,
        sign.detail ->> 'name' as name,
        sign.detail ->> 'url' as account_url,
        sign.detail ->> 'form' as form,
        array[
            lower(regexp_replace(coalesce(sign.detail ->> 'name', ''), '\s', '', 'g')),
            lower(regexp_replace(coalesce(sign.detail ->> 'folded', sign.detail ->> 'name', ''), '\s', '', 'g'))
        ] as bare_names
    from staging.sign as sign
    inner join mart.dim_subject as site
        on
            sign.subject_id = site.subject_id
            and sign.day >= site.valid_from
            and (site.valid_to is null or sign.day < site.valid_to)
    where sign.topic = 'accounts' and sign.kind = 'account_link'
),

known as (
    select
        jurisdiction_id,
        subject_id,
        valid_from,
        valid_to,
        platform,
        status,
        account_id,
        coalesce(home_url, '') as home_url,
        lower(regexp_replace(name, '\s', '', 'g')) as bare_name
    from mart.dim_subject
    where kind = 'account'
)

select
    named.jurisdiction_id,
    named.observer_id,
    named.subject_id,
    named.day,
    named.url,
    named.snapshot_id,
    named.platform,
    named.account_id,
    named.name,
    named.account_url,
    named.form,
    registered.subject_id as registered_subject_id,
    registered.status as registered_status,
    case
        when registered.subject_id is not null then 'registered'
        when
            named.name is null
            and exists (
                select 1
                from known
                where
                    known.jurisdiction_id = named.jurisdiction_id
                    and known.platform = named.platform
                    and known.account_id is null
                    and known.home_url = ''
                    and known.valid_from <= named.day
                    and (known.valid_to is null or known.valid_to > named.day)
            )
            then 'unknown'
        else 'unregistered'
    end as standing
from named
left join lateral (
    select
        known.subject_id,
        known.status
    from known
    where
        known.jurisdiction_id = named.jurisdiction_id
        and known.platform = named.platform
        and known.valid_from <= named.day
        and (known.valid_to is null or known.valid_to > named.day)
        and (
            known.account_id = named.account_id
            or known.bare_name = any(named.bare_names)
            or strpos(known.home_url, named.account_id) > 0 and length(named.account_id) >= 6
        )
    order by known.account_id = named.account_id desc nulls last, known.subject_id asc
    limit 1
) as registered on true;

comment on view staging.named_account is
'One account that a site''s home page names on a day, and whether the registry has it (漏报瞒报)';
comment on column staging.named_account.jurisdiction_id is 'The office whose registry it is held against (主管单位)';
comment on column staging.named_account.observer_id is 'The office that observed (观测单位)';
comment on column staging.named_account.subject_id is 'The site';
comment on column staging.named_account.day is 'Official day (Asia/Shanghai) of the observation';
comment on column staging.named_account.url is 'The home page';
comment on column staging.named_account.snapshot_id is 'The record that shows it: its WARC-Record-ID';
comment on column staging.named_account.platform is 'Platform of the account (所属平台)';
comment on column staging.named_account.account_id is 'Its id on the platform';
comment on column staging.named_account.name is 'Its name as shown';
comment on column staging.named_account.account_url is 'Address that the page gives';
comment on column staging.named_account.form is 'How it is shown';
comment on column staging.named_account.registered_subject_id is 'The account in the registry';
comment on column staging.named_account.registered_status is 'Its status there';
comment on column staging.named_account.standing is
'registered, unregistered, or unknown where nothing can be compared';
