import { Link } from 'react-router';
import { Button } from '../../../ui/Button.tsx';
import { Callout } from '../../../ui/Callout.tsx';
import { labUrl } from '../../../state/labLink.ts';
import { useRun, useRunStore } from '../runContext.ts';
import { useLab, useSession } from '../session/context.ts';
import { writtenRecipe } from '../session/recipeEdits.ts';
import { clockText } from '../words.ts';

/** Everything that went wrong with the run itself: a bad link, a refused recipe, a limit of the lab, a crash. Each says what to do. */
export function RunProblems() {
  const problems = useSession((state) => state.problems);
  const issues = useRun((state) => state.issues);
  const stopped = useRun((state) => state.snapshot?.stopped);
  const { session } = useLab();
  return (
    <>
      <Crash />
      {problems.length > 0 && (
        <Callout
          status="warn"
          level={2}
          title="Not everything could be opened"
          actions={
            <Button size="s" onClick={() => session.getState().report([])}>
              Close
            </Button>
          }
        >
          <ul>
            {problems.map((problem) => (
              <li key={problem}>{problem}</li>
            ))}
          </ul>
        </Callout>
      )}
      {issues.length > 0 && (
        <Callout status="warn" level={2} title="The simulation did not take that">
          <ul>
            {issues.map((issue) => (
              <li key={`${issue.path} ${issue.problem}`}>
                {issue.path && (
                  <>
                    <code>{issue.path}</code>:{' '}
                  </>
                )}
                {issue.problem}
              </li>
            ))}
          </ul>
          <p>The run on show is the one from before. Change the value and try again.</p>
        </Callout>
      )}
      {stopped !== undefined && (
        <Callout status="warn" level={2} title="The run cannot go on">
          <p>{stopped}</p>
          <p>You can go back in time and look at everything up to here, or reset and lower the rates.</p>
        </Callout>
      )}
    </>
  );
}

function Crash() {
  const run = useRunStore();
  const crash = useRun((state) => state.crash);
  if (!crash) return null;
  const recipe = crash.recipe;
  return (
    <Callout
      status="bad"
      level={2}
      title="The simulation stopped"
      actions={
        <>
          <Button variant="primary" onClick={() => run.getState().restart()}>
            Restart from last keyframe
          </Button>
          {recipe && <Link to={labUrl({ recipe: writtenRecipe(recipe), seed: recipe.seed, facts: recipe.facts, atMs: crash.time })}>Link that repeats this run</Link>}
        </>
      }
    >
      <p>
        It broke at {clockText(crash.time)} ({crash.message}). Your settings are kept. Restarting goes back to the last keyframe before that; if it breaks again, the link repeats the run for a report.
      </p>
    </Callout>
  );
}
