/** Registers the handlers of Channels that have a room of their own. */
import './compass.ts'
import './leads.ts'
import './window.ts'
