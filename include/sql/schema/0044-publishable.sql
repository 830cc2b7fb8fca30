-- Which findings may be told as examples in a bulletin: none, unless the inspector says so.
-- depends: 0017-quality

alter table staging.report add column is_publishable boolean;

comment on column staging.report.is_publishable is
'Whether a bulletin may name the subject as an example (可作为典型公开); blank is no';
