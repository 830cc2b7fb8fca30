-- needs: mart/dim_registration mart/dim_subject mart/functions/address_key
create or replace view mart.site_alias as
select distinct on (address.jurisdiction_id, address.host)
    address.jurisdiction_id,
    address.host,
    address.subject_id,
    address.valid_from,
    address.valid_to
from (
    select
        registration.jurisdiction_id,
        form.prefix || split_part(mart.address_key(subject.home_url), '/', 1) as host,
        subject.subject_id,
        subject.valid_from,
        subject.valid_to
    from mart.dim_subject as subject
    inner join mart.dim_registration as registration on subject.subject_id = registration.subject_id
    cross join (values (''), ('www.')) as form (prefix)
    where
        subject.kind = 'site'
        and subject.home_url is not null
        and mart.address_key(subject.home_url) !~ '[/?]'
) as address
order by
    address.jurisdiction_id asc, address.host asc, address.valid_to desc nulls first, address.valid_from desc,
    address.subject_id asc;

comment on view mart.site_alias is
'Which site a host name means (网址别名): with and without www, also one that it has left; sites in a path have none';
comment on column mart.site_alias.jurisdiction_id is 'The office whose registry names the site (主管单位)';
comment on column mart.site_alias.host is 'Host name, lower case, with its port where that is unusual';
comment on column mart.site_alias.subject_id is 'The site';
comment on column mart.site_alias.valid_from is 'First day of the newest version with this host';
comment on column mart.site_alias.valid_to is 'Day from which the site has another, null while it has this one';
