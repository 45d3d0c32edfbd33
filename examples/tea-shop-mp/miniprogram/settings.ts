/** Where this shop reports to. Make the write key in the console, for the carrier that is this Mini Program. */
export const settings = {
  endpoint: 'http://127.0.0.1:8080',
  writeKey: 'put-your-write-key-here',
  /** The Official Account's original id and the Channels account's id, from their consoles. */
  officialAccount: 'gh_0123456789ab',
  channels: 'sphTeaShop',
}
