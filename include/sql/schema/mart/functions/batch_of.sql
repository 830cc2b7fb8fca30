-- Batches (批) split subjects, or hosts, by a stable hash, so that they can run at once. plugins/inspection/batches.py
-- says the same.
-- needs: roles
create or replace function mart.batch_of(id text, batch_count integer)
returns integer
language sql immutable parallel safe
as $$
    select (('x' || substr(md5(id), 1, 8))::bit(32)::bigint % batch_count)::integer
$$;

comment on function mart.batch_of(text, integer) is 'The batch, from 0, that an id belongs to: always the same';
