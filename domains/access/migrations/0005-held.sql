-- What the transaction's actor holds now, for views of other domains that show only what it may see: a probe of an index for
-- each row, where access.may is a function to call. It says the same, together with access.actor_has.
create view access.pub_held with (security_invoker = true) as
  select g.resource_kind, g.resource_id, g.capability, g.reason
    from access.grant g
   where g.subject = any (access.actor_subjects()) and g.revoked_at is null and (g.until is null or g.until > now());
grant select on access.pub_held to liaison_app, liaison_system;

-- Whether the profile of the transaction's actor opens a capability at all, before any grant is looked at.
create function access.actor_has(asked text) returns boolean language sql stable parallel safe as $$
  select exists (
    select 1 from access.capability c
     where c.name = $1
       and c.features && coalesce(nullif(current_setting('liaison.features', true), ''), '{}')::text[])
$$;
