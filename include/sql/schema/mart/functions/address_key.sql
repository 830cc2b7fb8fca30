-- An address for comparing: http and https, with and without www, the default port, index pages and a trailing
-- slash are all the same. The path keeps its case.
-- needs: roles
create or replace function mart.address_key(url text)
returns text
language sql immutable parallel safe
as $$
    select regexp_replace(lower(part[1]), '^www\.|:(80|443)$', '', 'g')
        || regexp_replace(part[2], '(^|/)(index|default)\.[a-z]+$|/+$', '')
    from regexp_match(split_part(url, '#', 1), '^(?:[A-Za-z]+://)?([^/?]+)/*(?=/|\?|$)(.*)$') as found (part)
$$;

comment on function mart.address_key(text) is
'An address for comparing: http and https, www and bare host, default port and index pages are one (网址归一)';
