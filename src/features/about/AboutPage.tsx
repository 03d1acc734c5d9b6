import { version } from '../../../package.json';
import { Page } from '../../ui/Page.tsx';
import { Table } from '../../ui/Table.tsx';
import { Ledger } from './Ledger.tsx';
import { libraries, sources } from './sources.ts';
import styles from './AboutPage.module.css';

/** What the app models and what it leaves out, where its facts come from, whose code it uses. */
export function AboutPage() {
  return (
    <Page title="About" width="prose" lead="What Headwater is, how honest its simulators are, and what it is made of.">
      <section aria-labelledby="what" className={styles.section}>
        <h2 id="what">What it is</h2>
        <p>
          Headwater teaches AWS data ingestion by running it. The simulators, the notes, the questions and the grader use one engine
          and one list of limits, so they cannot contradict each other. A question whose answer depends on behaviour is proved by
          running it.
        </p>
        <p>It works without an account. Nothing you do leaves this device.</p>
      </section>

      <section aria-labelledby="honesty" className={styles.section}>
        <h2 id="honesty">How honest is this?</h2>
        <p>For each simulated service: what is imitated, what is left out, and where it was made simpler.</p>
        <Ledger />
      </section>

      <section aria-labelledby="editions" className={styles.section}>
        <h2 id="editions">Two editions of the facts</h2>
        <p>
          The study notes behind this app are several years old and wrong in places. Notes shows their numbers; Today shows what AWS
          documents now. A number that differs tells both, with its source. Where the notes are wrong, the text says so and gives
          what is right.
        </p>
      </section>

      <section aria-labelledby="sources" className={styles.section}>
        <h2 id="sources">Sources</h2>
        <ul className={styles.list}>
          {sources.map((source) => (
            <li key={source.title}>
              <strong>{source.title}.</strong> {source.says}
            </li>
          ))}
        </ul>
      </section>

      <section aria-labelledby="licences" className={styles.section}>
        <h2 id="licences">Licences</h2>
        <p>Headwater is under the MIT licence. It uses these libraries:</p>
        <Table
          caption="Libraries"
          captionHidden
          columns={[
            { key: 'name', title: 'Library' },
            { key: 'licence', title: 'Licence' },
            { key: 'for', title: 'Used for' },
          ]}
          rows={libraries.map((library) => ({
            key: library.name,
            cells: { name: library.name, licence: library.licence, for: library.use },
          }))}
        />
      </section>

      <section aria-labelledby="trademarks" className={styles.section}>
        <h2 id="trademarks">Trademarks</h2>
        <p>
          Independent study tool. Not affiliated with or endorsed by Amazon Web Services. AWS service names are trademarks of their
          owner, used to identify the services. The drawings of services are our own; no AWS logo or icon is used.
        </p>
      </section>

      <p className={styles.version}>Version {version}</p>
    </Page>
  );
}
