/** WeCom's robots: keys made by the control API, twenty messages a minute, limits as documented. */
import { createHash } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { checkRobotMessage, type RobotMessage, WecomInputError } from '@wematrix/wechat'
import { refusalOf } from '../faults.ts'
import { letters } from '../random.ts'
import { readBody } from '../server.ts'
import type { Realm } from '../state/realm.ts'

export type RobotState = {
  key: string
  /** When messages were taken, world ms; for the limit of a minute. */
  sentAt: number[]
  received: { at: number; message: RobotMessage }[]
  media: Map<string, { filename: string; bytes: number; kind: string; at: number }>
}

const perMinute = 20
const mediaLifeMs = 3 * 86_400_000

class RobotRefusal extends Error {
  readonly errcode: number
  constructor(errcode: number, errmsg: string) {
    super(errmsg)
    this.errcode = errcode
  }
}

/** A new robot in a group, or the one of this key. */
export function makeRobot(realm: Realm, key?: unknown): RobotState {
  const name = key === undefined ? letters(36, realm.world.seed, 36, realm.next()) : String(key)
  const robot = realm.state.robots.get(name) ?? { key: name, sentAt: [], received: [], media: new Map() }
  realm.state.robots.set(name, robot)
  return robot
}

/** Answers `/cgi-bin/webhook/*`. Errors are HTTP 200 with errcode. */
export async function answerRobot(realm: Realm, request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
  const body = await readBody(request)
  const answer = (value: object) =>
    void response.writeHead(200, { 'content-type': 'application/json; charset=UTF-8' }).end(JSON.stringify(value))
  try {
    const robot = realm.state.robots.get(url.searchParams.get('key') ?? '')
    if (!robot) throw new RobotRefusal(93000, 'invalid webhook url')
    const told = refusalOf(realm, undefined, url.pathname)
    if (told !== undefined) throw new RobotRefusal(told, 'told to refuse')
    answer({
      errcode: 0,
      errmsg: 'ok',
      ...(url.pathname.endsWith('/upload_media') ? await upload(realm, robot, request, body, url) : take(realm, robot, body)),
    })
  } catch (error) {
    if (!(error instanceof RobotRefusal)) throw error
    answer({ errcode: error.errcode, errmsg: `${error.message}, hint: [${realm.clock.seconds()}_${realm.next()}]` })
  }
}

function take(realm: Realm, robot: RobotState, body: Buffer): object {
  const now = realm.clock.ms()
  const message = read(body)
  check(realm, robot, message)
  robot.sentAt = robot.sentAt.filter(at => at > now - 60_000)
  if (robot.sentAt.length >= perMinute) throw new RobotRefusal(45009, 'api freq out of limit')
  robot.sentAt.push(now)
  robot.received.push({ at: now, message })
  if (robot.received.length > 1000) robot.received.shift()
  return {}
}

const kinds = ['text', 'markdown', 'markdown_v2', 'image', 'news', 'file', 'voice', 'template_card']

function read(body: Buffer): RobotMessage {
  let message: RobotMessage
  try {
    message = JSON.parse(body.toString('utf8')) as RobotMessage
  } catch {
    throw new RobotRefusal(47001, 'data format error')
  }
  const kind = String(message?.msgtype)
  if (!kinds.includes(kind)) throw new RobotRefusal(40008, 'invalid message type')
  if (typeof (message as unknown as Record<string, unknown>)[kind] !== 'object')
    throw new RobotRefusal(40035, `invalid parameter, ${kind} is missing`)
  return message
}

function check(realm: Realm, robot: RobotState, message: RobotMessage): void {
  try {
    checkRobotMessage(message)
  } catch (error) {
    if (error instanceof WecomInputError)
      throw new RobotRefusal(40058, `${error.field} exceed max length or invalid, must be ${error.limit}`)
    throw new RobotRefusal(40058, 'invalid Request Parameter')
  }
  if (message.msgtype === 'image') {
    const md5 = createHash('md5').update(Buffer.from(message.image.base64, 'base64')).digest('hex')
    if (md5 !== message.image.md5.toLowerCase()) throw new RobotRefusal(40058, 'image.md5 does not match')
  }
  if (message.msgtype !== 'file' && message.msgtype !== 'voice') return
  const id = message.msgtype === 'file' ? message.file.media_id : message.voice.media_id
  const media = robot.media.get(id)
  if (media?.kind !== message.msgtype || realm.clock.ms() - media.at > mediaLifeMs) throw new RobotRefusal(40007, 'invalid media_id')
}

/** A file for this robot alone, good for three days. */
async function upload(realm: Realm, robot: RobotState, request: IncomingMessage, body: Buffer, url: URL): Promise<object> {
  const kind = url.searchParams.get('type') ?? ''
  if (kind !== 'file' && kind !== 'voice') throw new RobotRefusal(40004, 'invalid media type')
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': request.headers['content-type'] ?? '' } })
    .formData()
    .catch(() => undefined)
  const media = form?.get('media')
  if (!(media instanceof File)) throw new RobotRefusal(41005, 'media data missing')
  const most = (kind === 'file' ? 20 : 2) * 1024 * 1024
  if (media.size <= 5 || media.size > most) throw new RobotRefusal(40006, 'invalid file size')
  const media_id = realm.id(64, 37)
  robot.media.set(media_id, { filename: media.name, bytes: media.size, kind, at: realm.clock.ms() })
  return { type: kind, media_id, created_at: String(realm.clock.seconds()) }
}
