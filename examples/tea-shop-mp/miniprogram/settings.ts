/** Where this shop reports to. `npm start` in the repository's root prints the write key of its demo brand. */
export const settings = {
  endpoint: 'http://127.0.0.1:8080',
  writeKey: 'put-your-write-key-here',
  /** The Official Account's original id and the Channels account's id, from their consoles. */
  officialAccount: 'gh_0123456789ab',
  channels: 'sphTeaShop',
}
