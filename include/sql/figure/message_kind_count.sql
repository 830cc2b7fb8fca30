-- Messages received in the period by what they are about (留言类型: 错别字, 链接不可用, 咨询, 投诉, …).
-- title:  {zh: 各类留言数, en: Messages received by kind}
-- figure: message_kind_count{channel/kind}
-- grain:  one row per channel and kind that was received
-- reads:  staging.valid_message
-- params: jurisdiction_id, period_start, cutoff_on (dates, inclusive)
select
    'message_kind_count' as figure_id,
    channel || '/' || kind as dimension,
    count(*) as value,
    null::numeric as numerator,
    null::numeric as denominator
from staging.valid_message
where
    jurisdiction_id = %(jurisdiction_id)s
    and received_on between %(period_start)s and %(cutoff_on)s
    and kind is not null
group by channel, kind;
