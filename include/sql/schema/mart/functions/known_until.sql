-- What a verdict may rest on: everything that was known before this instant. The replay of a past judgement
-- sets it for its transaction, everybody else knows all there is.
-- needs: roles
create or replace function mart.known_until()
returns timestamptz
language sql stable parallel safe
as $$
    select coalesce(nullif(current_setting('inspection.known_until', true), '')::timestamptz, 'infinity')
$$;

comment on function mart.known_until() is
'Instant before which a fact must have been known to count: now, unless replayed';
