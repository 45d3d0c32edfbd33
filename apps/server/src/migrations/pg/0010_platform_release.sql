-- Whether the platform answers the robot that WeChat sends before a network-wide release (全网发布).
alter table platforms add column release_test boolean not null default false;
