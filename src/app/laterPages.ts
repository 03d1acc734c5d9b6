export interface LaterPage {
  readonly title: string;
  /** One sentence: what this page will be. */
  readonly will: string;
  /** What there is instead. */
  readonly links: readonly { readonly to: string; readonly text: string }[];
}

const kinesisLab = { to: '/lab/kinesis', text: 'Open the Kinesis lab' };
const notes = { to: '/learn/kinesis-streams', text: 'Read the stream notes' };
const practice = { to: '/quiz/practice', text: 'Practise questions' };

/** Pages that belong to later work: they say so and lead to what runs today. */
export const laterPages = {
  build: {
    title: 'Scenarios',
    will: 'Here you will build an ingestion path from parts and have it graded by running it.',
    links: [kinesisLab, { to: '/lab/kinesis?x=x.kinesis.size-your-stream', text: 'Size a stream in the lab' }, practice],
  },
  sandbox: {
    title: 'Sandbox',
    will: 'Here you will wire services freely, with a load of your own and no grader.',
    links: [kinesisLab, { to: '/build', text: 'About the scenarios' }],
  },
  scenario: {
    title: 'Scenario',
    will: 'Here you will get a brief, a set of parts and a grader that runs your design.',
    links: [{ to: '/build', text: 'About the scenarios' }, kinesisLab],
  },
  mock: {
    title: 'Mock exam',
    will: 'Here you will sit a timed exam of 20 or 65 questions, with results at the end.',
    links: [practice, { to: '/quiz/review', text: 'Answer due reviews' }],
  },
  quiz: { title: 'Quiz', will: 'Here you will practise questions whose answers the simulator proves.', links: [kinesisLab, notes] },
  progress: {
    title: 'Progress',
    will: 'Here you will see what you are likely to remember and what falls due.',
    links: [kinesisLab, notes],
  },
} satisfies Record<string, LaterPage>;

/** The page of a lab panel that does not run yet. */
export function laterLab(title: string, promise: string): LaterPage {
  return {
    title,
    will: `In this lab you will ${promise.charAt(0).toLowerCase()}${promise.slice(1)}`,
    links: [kinesisLab, notes, { to: '/lab', text: 'All labs' }],
  };
}
