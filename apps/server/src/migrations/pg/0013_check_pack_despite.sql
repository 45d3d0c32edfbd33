-- Why a pack holds although it does not meet the tests inside it; null: it meets them.
alter table check_packs add column forced_despite text;
