-- needs: roles
create or replace function mart.kind_of(subject_id text)
returns text
language sql immutable parallel safe
as $$ select split_part(subject_id, ':', 1) $$;

comment on function mart.kind_of(text) is 'Kind of a subject, by its durable name: site (政府网站) or account (政务新媒体)';
