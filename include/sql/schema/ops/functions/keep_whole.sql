-- needs: roles
create or replace function ops.keep_whole() returns trigger language plpgsql as $$
begin
    raise exception '% is append only: nothing in it is changed or taken out', tg_relid::regclass
        using hint = 'what was wrong is corrected by a further row; who must take out rows by law drops this trigger, '
            'and says so';
end
$$;
comment on function ops.keep_whole is 'Refuses every change of what is append only (只增不改), to its owner too';
