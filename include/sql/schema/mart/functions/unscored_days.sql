-- Sites of kinds that an edition does not score (its `site_kinds`: 政府门户网站 alone): none of its deductions is asked of
-- them. A site of which the registry tells no kind is asked.
-- needs: mart/dim_edition mart/dim_subject
create or replace function mart.unscored_days(for_jurisdiction text, for_edition text)
returns table (subject_id text, days datemultirange)
language sql stable parallel safe
as $$
    select
        site.subject_id,
        range_agg(daterange(site.valid_from, site.valid_to))
    from mart.dim_subject as site
    inner join mart.dim_edition as edition on edition.edition_id = for_edition
    where
        site.jurisdiction_id = for_jurisdiction
        and site.kind = 'site'
        and jsonb_array_length(edition.scoring -> 'site' -> 'site_kinds') > 0
        and not edition.scoring -> 'site' -> 'site_kinds' ? site.site_kind
    group by site.subject_id
$$;

comment on function mart.unscored_days(text, text) is
'Sites of kinds that an edition does not score, with the days on which they are';
