-- A superior's list names subjects of other regions too.
-- depends: 0020-further-inputs

alter table mart.fact_superior_item add column is_ours boolean;

comment on column mart.fact_superior_item.is_ours is
'Whether it is a subject of the office itself (涉及本地); blank is yes';
