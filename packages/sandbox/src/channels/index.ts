/** Registers every handler of a Channels account. */
import './compass.ts'
import './dashboards.ts'
import './leads.ts'
import './lives.ts'
import './window.ts'
