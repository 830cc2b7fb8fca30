-- needs: roles
create or replace function mart.keep_signed() returns trigger language plpgsql as $$
begin
    if old.edition_no > 0 then
        raise exception 'edition % of % is signed and cannot change', old.edition_no, old.bulletin_id;
    end if;
    return coalesce(new, old);
end
$$;
