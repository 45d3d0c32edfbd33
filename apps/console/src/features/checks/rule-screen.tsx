export default function RuleScreen() {
  return null
}
