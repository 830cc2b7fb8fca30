-- Results of the gates say what to do, and are found by office and suite.
-- depends: 0014-rules

alter table ops.quality_result add column remedy text not null default '';
create index on ops.quality_result (jurisdiction_id, suite, checked_at desc);
