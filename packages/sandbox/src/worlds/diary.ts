/**
 * What one person did, day by day. Everything is drawn from the person's own random stream, so a person's past does not
 * depend on how many others there are.
 */
import { dayMs, dayOf, hourMs } from '../days.ts'
import type { Carrier, Fact, Person, Slot } from '../facts.ts'
import { Random } from '../random.ts'
import { followEntry, followSource } from './arrivals.ts'
import { drawPersona, type Persona } from './persona.ts'
import { instantOf } from './rhythm.ts'
import type { Stage } from './stage.ts'

export class Diary {
  readonly random: Random
  readonly persona: Persona
  readonly facts: Fact[] = []
  readonly person: Person
  readonly stage: Stage
  private readonly followed: Partial<Record<'service' | 'subscription', number>> = {}

  constructor(person: Person, stage: Stage, noUnionShare: number) {
    this.person = person
    this.stage = stage
    this.random = new Random(stage.seed, 77, person.index)
    this.persona = drawPersona(this.random, stage.firstDay, stage.lastDay, noUnionShare)
  }

  /** Does WeChat tell the UnionID with a fact of this account? */
  tellsUnion(slot: Slot, _at: number): boolean {
    return !(slot === 'mini_program' && this.persona.noUnion)
  }

  /** Writes a fact down; what lies outside the past is left out. */
  push(at: number, slot: Slot, carrier: Carrier, event: string, properties: Fact['properties']): void {
    if (dayOf(at) > this.stage.lastDay || dayOf(at) < this.stage.firstDay) return
    this.facts.push({
      at,
      person: this.person,
      slot,
      carrier,
      event,
      properties,
      id: `h${this.person.index.toString(36)}-${this.facts.length.toString(36)}`,
      union: this.tellsUnion(slot, at),
    })
  }

  /** Follows the service account, by its share, or the subscription account; `subscribe_scene` says from where. Codes are numbered. */
  follow(day: number, atHome: boolean, account: { service: number; code: string }): void {
    const { random, persona } = this
    if (day > this.stage.lastDay) return
    const slot = random.chance(account.service) ? 'service' : 'subscription'
    const at = instantOf(day, random)
    const live = this.stage.content.lives.find(live => dayOf(live.startsAt) === day)
    const fromLive = persona.origin === 'channels' && live !== undefined && random.chance(0.6)
    const scene = atHome
      ? ['ADD_SCENE_SEARCH', 'ADD_SCENE_QR_CODE', 'ADD_SCENE_PROFILE_LINK', 'ADD_SCENE_PROFILE_CARD'][random.weighted([35, 40, 15, 10])]!
      : persona.origin === 'channels'
        ? fromLive
          ? 'ADD_SCENE_LIVESTREAM'
          : 'ADD_SCENE_CHANNELS'
        : random.chance(0.8)
          ? 'ADD_SCENE_WXA'
          : 'ADD_SCENE_QR_CODE'
    const source = followSource(scene)
    const properties: Record<string, unknown> = { subscribe_scene: scene, entry: followEntry(scene), ...(source ? { source } : {}) }
    if (scene === 'ADD_SCENE_QR_CODE') properties.EventKey = `qrscene_${account.code}${random.integer(1, 9)}`
    const when = fromLive ? live.startsAt + Math.floor(random.next() * 2 * hourMs) : at
    this.push(when, slot, 'official_account', 'oa.follow', properties)
    this.followed[slot] = when
    if (random.chance(0.12 / persona.keenness ** 0.5)) {
      const leaves = when + (random.chance(0.4) ? random.next() * dayMs : random.next() * 40 * dayMs)
      this.push(Math.floor(leaves), slot, 'official_account', 'oa.unfollow', {})
      this.left = Math.floor(leaves)
    }
  }
  private left = Number.POSITIVE_INFINITY

  /** Does the person follow any account at this instant, and which? */
  following(at: number): 'service' | 'subscription' | undefined {
    if (at >= this.left) return undefined
    if ((this.followed.service ?? Number.POSITIVE_INFINITY) <= at) return 'service'
    return (this.followed.subscription ?? Number.POSITIVE_INFINITY) <= at ? 'subscription' : undefined
  }

  reserve(at: number, noticeId: string, entry: string): void {
    this.push(at, 'mini_program', 'channels', 'channels.reserve', {
      what: 'live',
      finder: this.stage.finderId,
      noticeId,
      state: 6,
      entry,
      source: entry.startsWith('oa-') ? 'official_account' : 'mini_program',
    })
  }
}
