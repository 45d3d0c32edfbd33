export const checkHealth = {
  'health.days': 'Period',
  'health.days.n': 'Last {n} days',
  'health.lead':
    'How WeChat and people treat each account: rejects, blocks, complaints, people leaving, refused calls. They often grow before a penalty.',
  'health.none': 'No account yet',
  'health.none.do': 'Once an account is connected, its days are shown here.',
  'health.spikes': '{n} {n|spike|spikes}',
  'health.calm': 'Nothing unusual in this period',
  'health.day': 'Day',
  'health.byDay': 'By day',
  'health.byDay.hide': 'Fold',
  'health.bar': '{day}: {n}',
  'health.bar.usual': '{day}: {n} (usually {usual})',
  'health.chart': '{figure}, {n} in {days} days',
  'health.usual': 'usually {n} a day',
  'ideas.lead':
    'Common ideas for campaigns break rules as they are usually told. Each stands here as told, with the rules it breaks, beside what reaches the same aim and may leave.',
  'ideas.aim': 'Aim: {aim}',
  'ideas.as': 'As usually told',
  'ideas.instead': 'Compliant variant',
  'ideas.section': 'Operations guide {section}',
}
