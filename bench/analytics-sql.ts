/** The data set of the analytics bench, and the hand-written statements that the product is measured against. */
const day = 86_400_000
const week = 7 * day

/** 1 page, 2 product, 3 cart, 4 booking, 5 pay | 6 article, 7 menu, 8 follow | 9 video, 10 like, 11 live. */
export const names = [
  'mp.page',
  'mp.product',
  'mp.cart',
  'service.book',
  'order.pay',
  'content.read',
  'oa.menu_click',
  'oa.follow',
  'content.watch',
  'content.like',
  'channels.live',
]

/** Every hundredth person is merged into the next one. */
export const mergesSql = (users: number) =>
  `insert into person_merges select 'brd_bench', number * 100 + 7, number * 100 + 9, 0, 1 from numbers(${Math.floor(users / 100)})`

/** Events of skewed users whose activity fades after their first day; batches of 5,000 in order of time, as they would come in. */
export function eventsSql({
  from,
  rows,
  users,
  days,
  t0,
}: {
  from: number
  rows: number
  users: number
  days: number
  t0: number
}): string {
  return `
insert into events (brand, person, occurred_at, event, carrier, carrier_id, source, entry, touch, trace, joined, identity, value_fen, props, batch, n, received_at)
select 'brd_bench', user + 1, fromUnixTimestamp64Milli(ts), [${names.map(name => `'${name}'`).join(', ')}][e],
  carrier, concat('car_', carrier), '', if(h4 % 12 < 4, concat('entry-', toString(h4 % 12)), ''), '', '', user % 3 > 0,
  concat('o:wx', lower(hex(cityHash64(carrier))), ':o', substring(base64Encode(unhex(concat(hex(cityHash64(user, 5)), hex(cityHash64(user, 6)), hex(cityHash64(user, 7))))), 1, 27)),
  if(e = 5, toInt64(h3 % 50000), 0), if(e in (6, 9, 10), concat('{"contentId":"c', toString(h4 % 300), '"}'), '{}'),
  ${Math.floor(from / 5000)} + intDiv(place, 5000), place % 5000, fromUnixTimestamp64Milli(ts + h4 % 2000)
from (
  select *, rowNumberInAllBlocks() as place, multiIf(e <= 5, 'mini_program', e <= 8, 'official_account', 'channels') as carrier
  from (
    select cityHash64(number, 1) as h1, cityHash64(number, 2) as h2, cityHash64(number, 3) as h3, cityHash64(number, 4) as h4,
      toUInt32(${users} * pow((h1 % 1000000007) / 1000000007, 1.6)) as user,
      cityHash64(user, 9) % ${Math.floor(days * 0.8)} as first_day,
      toInt64(${t0}) + toInt64(first_day) * ${day} + toInt64(-log(((h2 % 100000007) + 1) / 100000008) * 9 * ${day}) % ((${days} - toInt64(first_day)) * ${day}) as ts,
      transform(h3 % 100, range(100), arrayConcat(arrayResize([1],26,1), arrayResize([2],16,2), arrayResize([3],6,3), arrayResize([4],4,4), arrayResize([5],3,5), arrayResize([6],18,6), arrayResize([7],7,7), arrayResize([8],2,8), arrayResize([9],12,9), arrayResize([10],4,10), arrayResize([11],2,11)), 1)::UInt8 as e
    from numbers(${from}, ${rows})
    order by ts, e
  )
)`
}

/** The layout that suits ClickHouse best when names are numbers and nothing else is kept. */
export const handTable = `create table hand (user_id UInt32, ts UInt64 codec(DoubleDelta, LZ4), event UInt8, carrier_id UInt8) engine = MergeTree order by (user_id, ts, event)`

/** DuckDB: a running maximum per step means the same as a funnel with a window. */
export function standardSql({ t0, end }: { t0: number; end: number }) {
  const d = `cast((ts - ${t0}) // ${day} as utinyint)`
  return {
    funnel: `with f as (select user_id, ts, event, case event when 6 then 1 when 1 then 2 when 2 then 3 else 4 end k from ev where event in (6,1,2,4)),
      a as (select *, max(case when k=1 then ts end) over (partition by user_id order by ts rows unbounded preceding) s1 from f),
      b as (select *, max(case when k=2 and ts-s1<=${week} then s1 end) over (partition by user_id order by ts rows unbounded preceding) s2 from a),
      c as (select *, max(case when k=3 and ts-s2<=${week} then s2 end) over (partition by user_id order by ts rows unbounded preceding) s3 from b),
      u as (select user_id, max(case when k=4 and ts-s3<=${week} then 4 when k=3 and ts-s2<=${week} then 3 when k=2 and ts-s1<=${week} then 2 when k=1 then 1 end) lv from c group by user_id)
      select lv, count(*) n from u where lv > 0 group by lv`,
    retention: `with p as (select user_id, min(d) c, bit_or(1::ubigint << d) m from (select user_id, ${d} d from ev) q group by user_id),
      g as (select c, m, count(*) n from p group by c, m)
      select c, o, sum(n) n from g, (select * from generate_series(1, 30)) x(o) where c + o <= 62 and (m >> cast(c + o as int)) & 1 = 1 group by c, o`,
    flow: `select a, b, sum(n) n, count(*) u from (select user_id, a, b, count(*) n from (select user_id, carrier_id b, ts, lag(carrier_id) over w a, lag(ts) over w p from ev window w as (partition by user_id order by ts, event)) q where a <> b and ts - p <= ${day} group by user_id, a, b) z group by a, b`,
    segment: `select count(*) n from (select user_id from ev where ts >= ${end - 30 * day} and event in (6,10,4) group by user_id having count(*) filter (where event=6) >= 3 and count(*) filter (where event=10) >= 1 and count(*) filter (where event=4) >= 1) q`,
    dau: `select d, carrier_id, count(*) u from (select distinct ${d} d, carrier_id, user_id from ev) q group by 1, 2`,
  }
}

/** ClickHouse: the fastest of what was tried for each. */
export function handSql({ t0, end }: { t0: number; end: number }) {
  const d = `intDiv(ts - ${t0}, ${day})`
  const settings = 'settings optimize_aggregation_in_order = 1'
  return {
    funnel: `select lv, count() n from (select windowFunnel(${week})(ts, event=6, event=1, event=2, event=4) lv from hand where event in (6,1,2,4) group by user_id) where lv > 0 group by lv ${settings}`,
    retention: `select c, o, sum(n) n from (select c, m, count() n from (select min(d) c, groupBitOr(bitShiftLeft(toUInt64(1), d)) m from (select user_id, toUInt8(${d}) d from hand) group by user_id) group by c, m) array join arrayFilter(x -> x between 1 and 30, bitPositionsToArray(bitShiftRight(m, c))) as o group by c, o ${settings}`,
    flow: `select a, b, count() n, uniqExact(user_id) u from (select user_id, carrier_id b, ts, lagInFrame(carrier_id) over w a, lagInFrame(ts) over w p from hand window w as (partition by user_id order by ts, event rows between 1 preceding and current row)) where a > 0 and a <> b and ts - p <= ${day} group by a, b`,
    segment: `select count() n from (select user_id from hand where ts >= ${end - 30 * day} and event in (6,10,4) group by user_id having countIf(event=6) >= 3 and countIf(event=10) >= 1 and countIf(event=4) >= 1)`,
    dau: `select ${d} d, carrier_id, groupBitmap(user_id) u from hand group by d, carrier_id`,
  }
}
