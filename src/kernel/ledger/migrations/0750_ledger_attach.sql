-- Papers of a record outside its fields: the history tells when they came and went.
alter table ledger_entry drop constraint ledger_entry_what_check;
alter table ledger_entry add constraint ledger_entry_what_check
  check (what in ('create', 'edit', 'move', 'comment', 'import', 'reveal', 'pending', 'refused', 'attach', 'detach'));
