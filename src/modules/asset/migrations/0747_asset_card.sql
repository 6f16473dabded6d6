-- The number of the finance bureau's card is looked for: by people in the list, and when both ledgers are compared.
create index asset_card_number_idx on "asset" ("card_number", id);

-- An asset as the bureau's ledger would write it: every value as text, empty ones left out. Cancelled plans never were.
create view asset_card as
  select a.id, a.number, a.name, a.card_number, a.org_id, o.path as org_path, a.state, a.version,
    a.state not in ('planned', 'purchased', 'disposed') as on_book,
    jsonb_strip_nulls(jsonb_build_object(
      'card', a.card_number, 'number', a.number, 'org', o.name, 'name', a.name, 'class', c.code, 'model', a.model,
      'serial', a.serial, 'quantity', a.quantity::text, 'measure', a.measure, 'location', a.location,
      'custodian', p.name, 'usingOrg', u.name, 'value', a.value::text, 'acquisition', a.acquisition, 'funds', a.funds,
      'acquiredOn', to_char(a.acquired_on, 'YYYY-MM-DD'), 'voucher', a.voucher,
      'usage', case a.state
        when 'in-use' then 'in-use' when 'in-repair' then 'in-use'
        when 'accepted' then 'idle' when 'idle' then 'idle'
        when 'on-loan' then 'on-loan' when 'to-dispose' then 'to-dispose' when 'disposed' then 'disposed' end
    )) as card
  from asset a
  join org o on o.id = a.org_id
  join asset_class c on c.id = a.asset_class
  left join person p on p.id = a.custodian
  left join org u on u.id = a.using_org
  where a.state <> 'cancelled';
