-- One row per page or post: the last word of an inspector on it. Of two words on one day the milder holds.
-- needs: mart/fact_decision mart/functions/known_until
create or replace view mart.last_decision with (security_invoker) as
select distinct on (jurisdiction_id, subject_id, coalesce(indicator_id, reason_id), locator)
    jurisdiction_id,
    subject_id,
    coalesce(indicator_id, reason_id) as indicator_id,
    locator,
    decision,
    valid_from,
    report_id
from mart.fact_decision
where
    locator is not null
    and coalesce(indicator_id, reason_id) is not null
    and decision <> 'reported'
    and recorded_at < mart.known_until()
order by
    jurisdiction_id asc, subject_id asc, coalesce(indicator_id, reason_id) asc, locator asc,
    valid_from desc, decision = 'struck_out' desc, decision = 'downgraded' desc, decision_id asc;

comment on view mart.last_decision is 'The last word (最终意见) of an inspector on a page or post';
comment on column mart.last_decision.jurisdiction_id is 'The office (主管单位)';
comment on column mart.last_decision.subject_id is 'The site or account';
comment on column mart.last_decision.indicator_id is 'The indicator, or the reason where none stands for it';
comment on column mart.last_decision.locator is 'The page or post:<id>';
comment on column mart.last_decision.decision is 'confirmed, struck_out or downgraded';
comment on column mart.last_decision.valid_from is 'Day it speaks of';
comment on column mart.last_decision.report_id is 'The report it came from';
