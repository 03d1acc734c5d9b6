import { useState } from 'react';
import { Link } from 'react-router';
import { buttonClass } from '../../ui/Button.tsx';
import { Segmented } from '../../ui/Segmented.tsx';
import { Select } from '../../ui/Select.tsx';
import type { QuizData } from './quizData.ts';
import styles from './Quiz.module.css';

/** What to practise: sections, how many, mixed or not. */
export function PracticeForm({ topics, primary }: { readonly topics: QuizData['topics']; readonly primary: boolean }) {
  const [section, setSection] = useState('all');
  const [n, setN] = useState<'10' | '20' | 'all'>('10');
  const [mix, setMix] = useState<'mixed' | 'blocked'>('mixed');
  const query = new URLSearchParams({ ...(section === 'all' ? {} : { sec: section }), n, mix });
  return (
    <div className={styles.practice}>
      <Select
        label="Section"
        value={section}
        onChange={setSection}
        options={[{ value: 'all', label: 'All sections, mixed' }, ...topics.map((topic) => ({ value: topic.topic, label: `${topic.title} (${topic.questions})` }))]}
      />
      <Segmented
        label="How many"
        size="s"
        value={n}
        onChange={setN}
        options={[
          { value: '10', label: '10' },
          { value: '20', label: '20' },
          { value: 'all', label: 'All' },
        ]}
      />
      <Segmented
        label="Order"
        size="s"
        value={mix}
        onChange={setMix}
        options={[
          { value: 'mixed', label: 'Mixed', hint: 'Look-alikes side by side: harder, and better kept' },
          { value: 'blocked', label: 'By concept' },
        ]}
      />
      <Link to={`/quiz/practice?${query.toString()}`} className={buttonClass(primary ? 'primary' : 'secondary')}>
        Start practice
      </Link>
    </div>
  );
}
