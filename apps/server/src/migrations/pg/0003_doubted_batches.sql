-- A round that was cut off names its batches one by one, for late ones may have lower numbers; and the mark that its
-- statements carry, by which they are found while they still run.
alter table inbox_intents add column batches bigint[] not null default '{}', add column mark text not null default '';
update inbox_intents n set batches = array(select i.id from inbox i where i.partition = n.partition and i.id <= n.upto);
alter table inbox_intents drop column upto;
