-- What happened in a ledger within a period.
create index ledger_entry_at on ledger_entry (ledger, at);
