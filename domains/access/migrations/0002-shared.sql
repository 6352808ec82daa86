-- What was given to an actor for another reason than its structure having received it: few among many, hence their index.
create index grant_shared on access.grant (subject, resource_kind, capability) where reason <> 'received';

create function access.shared_with_actor(kind text, asked text) returns setof uuid language sql stable parallel safe as $$
  select distinct g.resource_id
    from access.grant g
   where g.subject = any (access.actor_subjects()) and g.resource_kind = kind and g.capability = asked
     and g.reason <> 'received' and g.revoked_at is null and (g.until is null or g.until > now())
$$;
