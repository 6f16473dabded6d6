-- What happened in a period, whichever ticket it was about; timelines only grow, so their order is that of time.
create index timeline_entry_recorded on timeline_entry using brin (recorded_at)
  with (pages_per_range = 32, autosummarize = on);
