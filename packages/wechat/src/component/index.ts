/** A third-party platform: tickets, tokens, authorisations, and clients for the accounts that authorised it. */
export { componentVariant, directPath } from './account-paths.ts'
export { AuthorizationLost, type Component, type ComponentOptions, createComponent, TicketMissing } from './component.ts'
export * from './endpoints.ts'
export { folderComponentStore, folderTokenStore } from './folder-store.ts'
export * from './links.ts'
export { permissionSets, setsFor } from './sets.ts'
export * from './store.ts'
