-- No text, no person, no contact: staging.message holds none. Readers see it through this view alone.
-- needs: staging/views/valid_message mart/dim_office mart/dim_day mart/views/subject_version
-- needs: mart/functions/readable_subjects mart/functions/readable_offices
create or replace view mart.message_list with (security_barrier) as
select
    message.jurisdiction_id,
    office.office_zh,
    message.channel,
    message.message_id,
    message.received_on,
    day.month_id,
    day.quarter_id,
    message.subject_id,
    subject.name,
    subject.site_code,
    subject.organiser,
    subject.organiser_class,
    subject.region_code,
    subject.region,
    subject.city_code,
    subject.province_code,
    subject.level,
    message.kind,
    message.deadline_at,
    message.deadline_basis,
    message.closed_on,
    message.closed_on - message.received_on as days_to_close,
    case
        when message.closed_at is not null then coalesce(message.closed_at <= message.deadline_at, true)
    end as is_on_time,
    message.is_verified,
    message.is_published
from staging.valid_message as message
inner join mart.dim_office as office using (jurisdiction_id)
inner join mart.dim_day as day on message.received_on = day.day
left join mart.subject_version as subject
    on
        message.jurisdiction_id = subject.jurisdiction_id
        and message.subject_id = subject.subject_id
        and message.received_on >= subject.holds_from
        and message.received_on < subject.holds_to
where
    message.jurisdiction_id = any((select mart.readable_offices())::text[])
    or (message.jurisdiction_id, message.subject_id) in (
        select
            readable.jurisdiction_id,
            readable.subject_id
        from mart.readable_subjects() as readable
    );

comment on view mart.message_list is
'Messages of visitors (网民留言) without persons or texts, with all names: one row per message that an office is to '
'handle';
comment on column mart.message_list.jurisdiction_id is 'The office that judges (主管单位)';
comment on column mart.message_list.office_zh is 'Who issues the bulletin (发布单位)';
comment on column mart.message_list.channel is '找错, 曝光台, 互动交流, 依申请公开, …';
comment on column mart.message_list.message_id is 'Number of the message';
comment on column mart.message_list.received_on is 'Official day of receipt';
comment on column mart.message_list.month_id is 'Month of the day, joins mart.dim_period';
comment on column mart.message_list.quarter_id is 'Quarter of the day (季度), joins mart.dim_period';
comment on column mart.message_list.subject_id is 'The site it speaks of';
comment on column mart.message_list.name is 'Registered name (名称)';
comment on column mart.message_list.site_code is 'Ten-character code of a site (网站标识码)';
comment on column mart.message_list.organiser is 'Unit that answers for it (主办单位)';
comment on column mart.message_list.organiser_class is 'government (政府), department (部门) or other (其他)';
comment on column mart.message_list.region_code is 'Administrative division, GB/T 2260 (行政区划代码)';
comment on column mart.message_list.region is 'Name of the division (所属地区)';
comment on column mart.message_list.city_code is
'Code of its city (地级), the roll-up of the region; null for a province';
comment on column mart.message_list.province_code is 'Code of its province (省级)';
comment on column mart.message_list.level is 'Level of the organiser (层级)';
comment on column mart.message_list.kind is 'Kind of message';
comment on column mart.message_list.deadline_at is 'First instant that is too late, UTC';
comment on column mart.message_list.deadline_basis is
'stated by the export, by rule or unconfirmed_rule, or unknown_calendar';
comment on column mart.message_list.closed_on is 'Official day on which it was closed (办结); null while open';
comment on column mart.message_list.days_to_close is 'Days from receipt until then';
comment on column mart.message_list.is_on_time is
'Whether it was closed in time (按期办结), as the figure message_within_limit_rate counts; null while open';
comment on column mart.message_list.is_verified is 'Whether the problem was found to be true (属实)';
comment on column mart.message_list.is_published is 'Whether the answer is on the web';
