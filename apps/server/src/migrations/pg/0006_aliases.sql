-- An alias call that would join two unionids is a conflict of its own.
alter table identity_conflicts drop constraint identity_conflicts_kind_check;
alter table identity_conflicts add constraint identity_conflicts_kind_check check (
  kind in ('openid_two_unionids', 'shared_phone', 'phone_chain', 'shared_external', 'external_chain', 'shared_alias', 'alias_chain')
);
