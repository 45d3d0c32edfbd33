/** How every error code of the client's tables is provoked: by the world where it has a way of its own to it, else by a fault. */
export { type Answer, follow, prepare } from './follow.ts'
export { type Documented, documented, faultFor, isNatural, type Recipe, recipes, type Table } from './read.ts'
