/** What the facts rest on, and data that traffic replays. */
export const sources = [
  {
    title: 'AWS developer guides and API references',
    says: 'Each fact and each limit names its page; the date on which it was read stands with the questions. The exam-era text comes from the public history of the guides (2019 and 2023).',
  },
  {
    title: 'Source code of the Kinesis Client Library, Producer Library and Agent',
    says: 'For timings and defaults that the guides leave out.',
  },
  {
    title: 'The study notes',
    says: 'The list of topics, and the numbers of the Notes edition. Two of their last links (QuickSight, healthcare) do not concern ingestion and are left out.',
  },
  {
    title: 'Earthquakes, U.S. Geological Survey',
    says: '1,707 events of a week in 2018; U.S. public domain. Replayed as traffic.',
  },
  {
    title: 'Flights, U.S. Bureau of Transportation Statistics',
    says: '2,000 flights of early 2001, by way of the vega-datasets package; collected under U.S. DOT rules, terms not stated. Replayed as traffic.',
  },
] as const;

/** Libraries shipped with the app. */
export const libraries = [
  { name: 'React, React DOM', licence: 'MIT', use: 'the interface' },
  { name: 'React Router', licence: 'MIT', use: 'addresses and pages' },
  { name: 'React Aria Components', licence: 'Apache-2.0', use: 'drag and drop by keyboard' },
  { name: 'Zustand, Immer', licence: 'MIT', use: 'state' },
  { name: 'D3', licence: 'ISC', use: 'scales and shapes' },
  { name: 'Lucide', licence: 'ISC', use: 'some icons' },
  { name: 'Dexie', licence: 'Apache-2.0', use: 'storage in the browser' },
  { name: 'ts-fsrs', licence: 'MIT', use: 'spacing of reviews' },
  { name: 'MiniSearch', licence: 'MIT', use: 'search' },
  { name: 'Zod', licence: 'MIT', use: 'checking what is read' },
  { name: 'pure-rand, Noble hashes', licence: 'MIT', use: 'seeded chance, MD5' },
] as const;
