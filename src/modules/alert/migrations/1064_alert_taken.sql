-- Its owner took it himself: that answers it as an acknowledgement does. An owner whom somebody else named has yet to.
alter table alert add column taken boolean not null default false;
