/** Registers every handler of the WeChat Shop. */
import './after-sales.ts'
import './compass.ts'
import './coupons.ts'
import './links.ts'
import './members.ts'
import './orders.ts'
import './products.ts'
import './window.ts'
