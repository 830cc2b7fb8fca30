-- Messages received in the period by what they are about (留言类型: 错别字, 链接不可用, 咨询, 投诉, …).
-- title:  {zh: 各类留言数, en: Messages received by kind}
-- combines: sum
-- figure: message_kind_count{channel/kind}
-- grain:  one row per message whose kind is known
-- reads:  staging.valid_message
-- params: jurisdiction_id, period_start, cutoff_on (dates, inclusive)
select
    'message_kind_count' as figure_id,
    channel || '/' || kind as dimension,
    message_id as row_key,
    null as subject_id,
    received_on::text as said,
    1 as adds,
    null as adds_to_denominator
from staging.valid_message
where
    jurisdiction_id = %(jurisdiction_id)s
    and received_on between %(period_start)s and %(cutoff_on)s
    and kind is not null;
