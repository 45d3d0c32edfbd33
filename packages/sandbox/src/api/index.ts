/** Registers every handler; importing this file is enough. */
import './channels.ts'
import './menu.ts'
import './messages.ts'
import './mini-program.ts'
import './oauth.ts'
import './open-platform.ts'
import './qrcodes.ts'
import './shop.ts'
import './statistics.ts'
import './tokens.ts'
import './users.ts'

export { handlerOf, planApi, Refusal } from './on.ts'
