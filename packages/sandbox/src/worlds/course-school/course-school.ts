/** The course school: articles lead to a trial lesson, a month's course, its lessons and renewals; a live class every Sunday. */
import { dayOf, dayStart } from '../../days.ts'
import { Random } from '../../random.ts'
import { brandAccounts } from '../accounts.ts'
import { pastByDay } from '../past.ts'
import { makePeople } from '../people.ts'
import { drawPersona } from '../persona.ts'
import type { Stage } from '../stage.ts'
import { waysInto } from '../ways-in.ts'
import type { Habits, World } from '../world.ts'
import { contentOf } from './content.ts'
import { Learner, questions } from './learner.ts'
import { type Planted, planted } from './planted.ts'
import { countSchool, type SchoolFacts } from './realised.ts'

export type CourseSchool = Omit<World, 'planted'> & { planted(): { planted: Planted; realised: SchoolFacts } }

/** Builds the world; the past is generated whenever it is asked for and is the same each time. */
export function courseSchool(options: { seed?: number; people?: number; now: number }): CourseSchool {
  const seed = options.seed ?? 1
  const lastDay = dayOf(options.now) - 1
  const firstDay = lastDay - planted.days + 1
  const bound = dayStart(firstDay)
  const accounts = brandAccounts(
    { service: '墨田学堂', subscription: '墨田读写', 'mini-program': '墨田学堂', channels: '墨田学堂', shop: '墨田学堂小店' },
    seed,
    { since: bound, shopSince: bound },
    `${planted.world}/`,
  )
  const accountOf = (alias: string) => accounts.find(account => account.alias === alias)!
  const stage: Stage = {
    seed,
    firstDay,
    lastDay,
    content: contentOf(firstDay, lastDay, seed),
    serviceAppId: accountOf('service').appId,
    miniProgramAppId: accountOf('mini-program').appId,
    finderId: accountOf('channels').originalId,
  }
  let counted: ReturnType<CourseSchool['planted']> | undefined
  const world: CourseSchool = {
    name: planted.world,
    seed,
    firstDay,
    lastDay,
    accounts,
    persons: makePeople(options.people ?? planted.people, seed),
    content: stage.content,
    duplicates: { subscription: planted.duplicates.share },
    habits: habitsOf(stage),
    facts: () => pastByDay(world, person => new Learner(person, stage).live(), planted.duplicates),
    planted: () => (counted ??= { planted, realised: countSchool(world) }),
  }
  return world
}

/** What the school's people do by themselves. */
function habitsOf({ seed, firstDay, lastDay }: Stage): Habits {
  const code = 'class0'
  const lesson = { lesson: planted.trial.lesson }
  return {
    personaOf: person => drawPersona(new Random(seed, 77, person.index), firstDay, lastDay, planted.noUnionIdInMiniProgram.share),
    waysIn: waysInto(
      { offer: 'pages/trial/index', topic: 'pages/trial/index', card: 'pages/course/detail', notice: 'pages/learning/index' },
      code,
    ),
    questions,
    code,
    booking: { service: '一对一选课', chance: 0.01 },
    wishes: { article: 0.03, video: 0.02, live: 0.05, other: 0.02 },
    deeds: [
      { after: ['article', 'video', 'live'], chance: 0.25, events: [{ event: 'lesson.start', properties: lesson }] },
      {
        after: ['return', 'template'],
        chance: 0.3,
        events: [
          { event: 'lesson.start', properties: { lesson: 'review' } },
          { event: 'lesson.finish', properties: { lesson: 'review' } },
        ],
      },
    ],
  }
}
