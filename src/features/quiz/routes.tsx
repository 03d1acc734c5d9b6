import { Link, Route, Routes } from 'react-router';
import { buttonClass } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Page } from '../../ui/Page.tsx';
import { OneQuestionPage } from './OneQuestionPage.tsx';
import { QuizFrame } from './QuizFrame.tsx';
import { QuizHome } from './QuizHome.tsx';
import { ResultsPage } from './ResultsPage.tsx';
import { SittingPage } from './SittingPage.tsx';

/** Everything below `/quiz`, but the mock exam. */
export function Component() {
  return (
    <Routes>
      <Route index element={<QuizFrame title="Quiz"><QuizHome /></QuizFrame>} />
      <Route path="practice" element={<QuizFrame title="Practice"><SittingPage key="practice" mode="practice" /></QuizFrame>} />
      <Route path="review" element={<QuizFrame title="Reviews due"><SittingPage key="review" mode="review" /></QuizFrame>} />
      <Route path="weak" element={<QuizFrame title="Weak spots"><SittingPage key="weak" mode="weak" /></QuizFrame>} />
      <Route path="q/:id" element={<QuizFrame title="Question"><OneQuestionPage /></QuizFrame>} />
      <Route path="results/:attempt" element={<QuizFrame title="Results"><ResultsPage /></QuizFrame>} />
      <Route path="*" element={<NoSuchPage />} />
    </Routes>
  );
}

function NoSuchPage() {
  return (
    <Page title="Page not found" width="prose">
      <EmptyState
        action={
          <Link to="/quiz" className={buttonClass('primary')}>
            To the quiz
          </Link>
        }
      >
        There is no such page in the quiz.
      </EmptyState>
    </Page>
  );
}

export default Component;
