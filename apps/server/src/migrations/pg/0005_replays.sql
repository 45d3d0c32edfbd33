-- A batch that was parked whole comes back under its own number: its events may be stored already.
alter table inbox add column doubted boolean not null default false;
alter table inbox_parked add column whole boolean not null default false;
