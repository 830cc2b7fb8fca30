-- Why a page could not be read, from its read state; null where it could.
-- needs: roles
create or replace function staging.unread_reason(read_state text)
returns text
language sql immutable parallel safe
as $$
    select case
        when read_state in ('ok', 'empty') then null
        when read_state = 'blocked' then 'page_blocked'
        when read_state = 'script_shell' then 'needs_browser'
        else 'not_crawled'
    end
$$;
