-- A name as names are compared: NFKC, without white space, without regard to case.
-- needs: roles
create or replace function staging.bare_name(name text)
returns text
language sql immutable parallel safe
as $$ select lower(regexp_replace(normalize(name, NFKC), '\s', '', 'g')) $$;
