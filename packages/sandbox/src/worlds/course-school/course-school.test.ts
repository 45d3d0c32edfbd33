import { describe, expect, it } from 'vitest'
import { courseSchool } from './course-school.ts'
import { planted } from './planted.ts'

const now = Date.parse('2026-11-22T12:00:00Z')

describe('the facts planted in the course school', () => {
  const { realised } = courseSchool({ now }).planted()
  const near = (value: number, target: number, by: number) => {
    expect(value).toBeGreaterThan(target - by)
    expect(value).toBeLessThan(target + by)
  }

  it('let one teacher’s articles bring twice as many to the trial lesson', () => {
    near(realised.teachers.better.rate, planted.teachers.betterRate, 0.025)
    near(realised.teachers.other.rate, planted.teachers.otherRate, 0.025)
  })
  it('sell the course to those who finish the trial', () => {
    near(realised.trial.finishes.rate, planted.trial.finishes, 0.03)
    near(realised.trial.toCourse.finished.rate, planted.trialToCourse.finished, 0.025)
    near(realised.trial.toCourse.unfinished.rate, planted.trialToCourse.unfinished, 0.015)
  })
  it('renew for those who learnt: at least eight lessons of twelve', () => {
    near(realised.renewal.good.rate, planted.renewal.good, 0.07)
    near(realised.renewal.others.rate, planted.renewal.others, 0.08)
  })
  it('break the trial’s film for one day', () => {
    expect(realised.brokenTrial.day).toBe('2026-11-10')
    expect(realised.brokenTrial.onDay.of).toBeGreaterThan(30)
    expect(realised.brokenTrial.onDay.high).toBeLessThan(realised.brokenTrial.usual.low * 0.5)
  })
  it('fill Sunday evenings from Channels', () => {
    expect(realised.liveClass.evenings).toBeGreaterThanOrEqual(17)
    near(realised.liveClass.ratio, planted.liveClass.eveningRatio, 1.5)
  })
  it('trouble identities: people without UnionID in the Mini Program, callbacks that come twice', () => {
    near(realised.noUnionId.share, planted.noUnionIdInMiniProgram.share, 0.007)
    near(realised.repeatedShare, planted.duplicates.share, 0.008)
  })
  it('are in a history that is big enough and leads through every carrier', () => {
    const edges = new Set(realised.edges.map(edge => `${edge.source}>${edge.target}`))
    expect(edges).toEqual(
      new Set([
        'official_account>mini_program',
        'channels>mini_program',
        'mini_program>official_account',
        'channels>official_account',
        'mini_program>channels',
      ]),
    )
    expect(realised.lines).toBeGreaterThan(150_000)
  })
})
