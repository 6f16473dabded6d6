-- What other rooms may know of assets: the book that a stocktake counts against. Planned and gone ones are not in it.
create view asset_book as
  select a.id, a.number, a.org_id, o.path as org_path, o.name as org_name, a.state, a.name, a.model, a.serial,
    coalesce(a.quantity, 1) as quantity, a.location, a.custodian as custodian_id, p.name as custodian_name,
    a.value, a.version, c.path as class_path, c.name as class_name
  from asset a
  join org o on o.id = a.org_id
  join asset_class c on c.id = a.asset_class
  left join person p on p.id = a.custodian
  where a.state not in ('planned', 'purchased', 'disposed', 'cancelled');
