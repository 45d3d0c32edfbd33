-- What happened. One text serves the embedded engine and the cluster (see infra/ch-ddl.ts).
-- Every table is led by brand; persons are the brand's dense 32-bit numbers.

-- name: events
-- (batch, n) names an event for good: the inbox row it came in and its place there.
-- Person 0 is nobody (a notice of the account itself); it is in no roll-up. Times are kept as T64: smaller than differences of them, and read three times as fast.
create table if not exists events /*{on_cluster}*/ (
  brand LowCardinality(String),
  person UInt32,
  occurred_at DateTime64(3, 'UTC') CODEC(T64, LZ4),
  event LowCardinality(String),
  carrier LowCardinality(String),
  carrier_id LowCardinality(String),
  source LowCardinality(String),
  entry LowCardinality(String),
  touch LowCardinality(String),
  trace String CODEC(ZSTD(1)),
  joined UInt8,
  identity String CODEC(ZSTD(1)),
  value_fen Int64 CODEC(T64, LZ4),
  props String CODEC(ZSTD(1)),
  batch UInt64 CODEC(Delta, ZSTD(1)),
  n UInt32 CODEC(Delta, ZSTD(1)),
  received_at DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1))
)
engine = /*{replicated}*/MergeTree
partition by toYYYYMM(occurred_at, 'Asia/Shanghai')
order by (brand, person, occurred_at, event)
settings /*{durable}*/;

-- name: edges
-- Arrivals on one of the six directed edges, written at intake; a later row of the same (person, batch, n) replaces an
-- earlier one (`live` = 0 takes it back). `mended`: written after intake, in place of another or late.
create table if not exists edges /*{on_cluster}*/ (
  brand LowCardinality(String),
  person UInt32,
  arrived_at DateTime64(3, 'UTC') CODEC(T64, LZ4),
  batch UInt64,
  n UInt32,
  source LowCardinality(String),
  target LowCardinality(String),
  entry LowCardinality(String),
  basis LowCardinality(String),
  gap_s UInt32,
  joined UInt8,
  live UInt8,
  version UInt64,
  mended UInt8 default 0
)
engine = /*{replicated}*/ReplacingMergeTree(version)
partition by toYYYYMM(arrived_at, 'Asia/Shanghai')
order by (brand, person, arrived_at, batch, n)
settings /*{durable}*/;

-- name: edge_days
-- Arrivals as intake wrote them, by day and edge. Days that were mended since are in `edge_marks` until they are rebuilt.
create table if not exists edge_days /*{on_cluster}*/ (
  brand LowCardinality(String),
  day Date,
  source LowCardinality(String),
  target LowCardinality(String),
  entry LowCardinality(String),
  basis LowCardinality(String),
  arrivals SimpleAggregateFunction(sum, UInt64),
  with_union SimpleAggregateFunction(sum, UInt64),
  gap AggregateFunction(quantileIf(0.5), UInt32, UInt8),
  people AggregateFunction(groupBitmap, UInt32)
)
engine = /*{replicated}*/AggregatingMergeTree
order by (brand, day, source, target, entry, basis)
settings index_granularity = 64, /*{durable}*/;

-- name: edge_days_mv
create materialized view if not exists edge_days_mv /*{on_cluster}*/ to edge_days as
select brand, toDate(arrived_at, 'Asia/Shanghai') as day, source, target, entry, basis, count() as arrivals, countIf(joined = 1) as with_union,
  quantileIfState(0.5)(gap_s, gap_s > 0) as gap, groupBitmapState(person) as people
from edges
where live = 1 and mended = 0
group by brand, day, source, target, entry, basis;

-- name: edge_marks
-- Days whose roll-up of arrivals is not to be trusted: those with a sum of marks.
create table if not exists edge_marks /*{on_cluster}*/ (
  brand LowCardinality(String),
  day Date,
  marks Int64
)
engine = /*{replicated}*/SummingMergeTree
order by (brand, day)
settings /*{durable}*/;

-- name: edge_marks_mv
create materialized view if not exists edge_marks_mv /*{on_cluster}*/ to edge_marks as
select brand, toDate(arrived_at, 'Asia/Shanghai') as day, toInt64(count()) as marks
from edges
where mended = 1 or live = 0
group by brand, day;

-- name: person_merges
-- Person `from_person` is now `into_person`; the newest version wins, `undone` takes it back.
create table if not exists person_merges /*{on_cluster}*/ (
  brand LowCardinality(String),
  from_person UInt32,
  into_person UInt32,
  undone UInt8,
  version UInt64
)
engine = /*{replicated}*/ReplacingMergeTree(version)
order by (brand, from_person)
settings /*{durable}*/;

-- name: person_days
-- On which days a person did a thing, how often and on which carriers, by thing first: most questions name one. Feeds
-- segments, retention of one event and lists of people.
create table if not exists person_days /*{on_cluster}*/ (
  brand LowCardinality(String),
  person UInt32,
  day Date,
  event LowCardinality(String),
  carrier LowCardinality(String),
  n SimpleAggregateFunction(sum, UInt64),
  value_fen SimpleAggregateFunction(sum, Int64)
)
engine = /*{replicated}*/AggregatingMergeTree
order by (brand, event, person, day, carrier)
settings /*{durable}*/;

-- name: person_days_mv
create materialized view if not exists person_days_mv /*{on_cluster}*/ to person_days as
select brand, person, toDate(occurred_at, 'Asia/Shanghai') as day, event, carrier, count() as n, sum(value_fen) as value_fen
from events
where person > 0
group by brand, person, day, event, carrier;

-- name: day_people
-- Exact distinct people by event, day and carrier as bitmaps of person numbers, with counts beside. Rows are large, so
-- that a granule holds few.
create table if not exists day_people /*{on_cluster}*/ (
  brand LowCardinality(String),
  day Date,
  carrier LowCardinality(String),
  event LowCardinality(String),
  people AggregateFunction(groupBitmap, UInt32),
  n SimpleAggregateFunction(sum, UInt64),
  value_fen SimpleAggregateFunction(sum, Int64)
)
engine = /*{replicated}*/AggregatingMergeTree
order by (brand, event, day, carrier)
settings index_granularity = 64, /*{durable}*/;

-- name: day_people_mv
create materialized view if not exists day_people_mv /*{on_cluster}*/ to day_people as
select brand, toDate(occurred_at, 'Asia/Shanghai') as day, carrier, event, groupBitmapState(person) as people, count() as n, sum(value_fen) as value_fen
from events
where person > 0
group by brand, day, carrier, event;

-- name: person_months
-- On which days of a month a person did something of their own, as bits (bit 0 is the first day): at all, on each of the
-- three carriers, and which days they paid or booked. A person's whole life is a few rows; feeds what the overview shows.
create table if not exists person_months /*{on_cluster}*/ (
  brand LowCardinality(String),
  person UInt32,
  month Date,
  days SimpleAggregateFunction(groupBitOr, UInt32),
  mini_program SimpleAggregateFunction(groupBitOr, UInt32),
  official_account SimpleAggregateFunction(groupBitOr, UInt32),
  channels SimpleAggregateFunction(groupBitOr, UInt32),
  pays SimpleAggregateFunction(groupBitOr, UInt32),
  books SimpleAggregateFunction(groupBitOr, UInt32)
)
engine = /*{replicated}*/AggregatingMergeTree
order by (brand, person, month)
settings /*{durable}*/;

-- name: person_months_mv
create materialized view if not exists person_months_mv /*{on_cluster}*/ to person_months as
select brand, person, month, groupBitOr(bit) as days,
  groupBitOrIf(bit, carrier = 'mini_program') as mini_program, groupBitOrIf(bit, carrier = 'official_account') as official_account,
  groupBitOrIf(bit, carrier = 'channels') as channels, groupBitOrIf(bit, event = 'order.pay') as pays, groupBitOrIf(bit, event = 'service.book') as books
from (
  select brand, person, toStartOfMonth(toDate(occurred_at, 'Asia/Shanghai')) as month, carrier, event,
    bitShiftLeft(toUInt32(1), toDayOfMonth(toDate(occurred_at, 'Asia/Shanghai')) - 1) as bit
  from events
  where person > 0 and event not in ('message.sent', 'message.failed', 'coupon.grant')
)
group by brand, person, month;

-- name: carrier_days
-- Exact distinct people by day and carrier who did something of their own, with all events and money beside.
create table if not exists carrier_days /*{on_cluster}*/ (
  brand LowCardinality(String),
  day Date,
  carrier LowCardinality(String),
  people AggregateFunction(groupBitmap, UInt32),
  n SimpleAggregateFunction(sum, UInt64),
  value_fen SimpleAggregateFunction(sum, Int64)
)
engine = /*{replicated}*/AggregatingMergeTree
order by (brand, day, carrier)
settings index_granularity = 64, /*{durable}*/;

-- name: carrier_days_mv
create materialized view if not exists carrier_days_mv /*{on_cluster}*/ to carrier_days as
select brand, toDate(occurred_at, 'Asia/Shanghai') as day, carrier,
  groupBitmapStateIf(person, event not in ('message.sent', 'message.failed', 'coupon.grant')) as people, count() as n, sum(value_fen) as value_fen
from events
where person > 0
group by brand, day, carrier;

-- name: carrier_stats
-- Figures WeChat itself gives: aggregates, never persons.
create table if not exists carrier_stats /*{on_cluster}*/ (
  brand LowCardinality(String),
  carrier_id LowCardinality(String),
  day Date,
  metric LowCardinality(String),
  dimension String,
  value Float64,
  version UInt64
)
engine = /*{replicated}*/ReplacingMergeTree(version)
order by (brand, carrier_id, metric, day, dimension)
settings /*{durable}*/;
