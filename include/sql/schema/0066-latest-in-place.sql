-- Each day of judging writes every latest value anew: with room on its page a row is rewritten there, and its
-- index is left alone.
-- depends: 0065-told-states

alter table mart.fact_measure_latest set (fillfactor = 45);
