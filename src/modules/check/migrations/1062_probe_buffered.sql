-- Results that a remote probe had found and not handed over when it last spoke.
alter table monitor_probe add column buffered int not null default 0;
