-- A site of a plan says its own name, so that a workspace can have two sites on clouds of one kind. Until now it was
-- called after its kind. Documents stay `json` and keep the order of what is in them.
update revision set deployment_plan = (
  select json_object_agg(part.key, case part.key when 'sites' then (
      select coalesce(json_agg((
          select json_object_agg(field.key, field.value order by field.place)
            from (select 'site' as key, site.document -> 'cloud' as value, 0::bigint as place
                  union all
                  select own.key, own.value, own.place
                    from json_each(site.document) with ordinality own (key, value, place)
                   where own.key <> 'site') field)
        order by site.place), '[]')
        from json_array_elements(part.value) with ordinality site (document, place))
      else part.value end order by part.place)
    from json_each(deployment_plan) with ordinality part (key, value, place))
 where exists (select from json_array_elements(deployment_plan -> 'sites') site where site -> 'site' is null);
