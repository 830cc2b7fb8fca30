-- needs: staging/unfolded_day
create or replace function staging.note_old_columns()
returns trigger
language plpgsql
as $$
begin
    insert into staging.unfolded_day (observer_id, day) select distinct observer_id, day from old_row;
    return null;
end
$$;
