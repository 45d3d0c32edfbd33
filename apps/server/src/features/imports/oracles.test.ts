import { beforeAll, expect, it } from 'vitest'
import { testIntake } from '../../testing/intake.ts'
import { importFile } from './import-file.ts'

/** Real logs, each case taken as a person: spaces and capitals in names, many equal times, years in one file. */
const logs = [
  { file: 'fines.csv', events: 17_276, persons: 4975 },
  { file: 'sepsis.csv', events: 15_214, persons: 1050 },
]
let intake: Awaited<ReturnType<typeof testIntake>>
beforeAll(async () => {
  intake = await testIntake()
})

it.each(logs)(
  'loads $file whole, equal times in the order of the file',
  async ({ file, events, persons }) => {
    const brandId = await intake.brand()
    const path = new URL(`../compute/cases/funnel/${file}`, import.meta.url).pathname
    expect(await importFile(intake, { brandId, file: path })).toMatchObject({ accepted: events, rejected: 0 })
    await intake.worker.drain()
    const [stored] = await intake.events.query<Record<string, string>>(
      `select count() as total, uniqExact(person) as people, countIf(before > seq) as disordered
     from (
       select person, toInt64OrZero(JSONExtractString(props, 'seq')) as seq,
         lagInFrame(seq, 1, -1) over (partition by person, occurred_at order by batch, n rows between unbounded preceding and current row) as before
       from events where brand = {brandId:String}
     )`,
      { brandId },
    )
    expect(stored).toEqual({ total: String(events), people: String(persons), disordered: '0' })
  },
  120_000,
)
