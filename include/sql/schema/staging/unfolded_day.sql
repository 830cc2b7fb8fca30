-- Days whose daily rows changed since they were folded; doubled days do no harm. A key would make batches that
-- are read at once wait for one another.
-- needs: roles
create table staging.unfolded_day (
    observer_id text not null,
    day date not null
);

comment on table staging.unfolded_day is
'Days whose daily rows of columns changed since they were folded into staging.column_state';
comment on column staging.unfolded_day.observer_id is 'The office that observed (观测单位)';
comment on column staging.unfolded_day.day is 'The day';
