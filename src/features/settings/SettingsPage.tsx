import { settingsStore, useSettings, type Settings } from '../../state/settingsStore.ts';
import { useEdition } from '../../state/edition.ts';
import { Callout } from '../../ui/Callout.tsx';
import { Page } from '../../ui/Page.tsx';
import { Segmented } from '../../ui/Segmented.tsx';
import { Toggle } from '../../ui/Toggle.tsx';
import { DataSettings } from './DataSettings.tsx';
import { Group } from './Group.tsx';
import { ReviewSettings } from './ReviewSettings.tsx';
import { ShortcutSettings } from './ShortcutSettings.tsx';
import { useSettingsAnchor } from './useSettingsAnchor.ts';
import styles from './SettingsPage.module.css';

const change = (fields: Partial<Settings>) => settingsStore.getState().change(fields);

/** Everything a person may set; each change is kept at once. */
export function SettingsPage() {
  const settings = useSettings((state) => state);
  const { edition, setEdition, fromUrl } = useEdition();
  useSettingsAnchor();

  return (
    <Page title="Settings" width="prose" lead="Changes apply at once and stay on this device.">
      {!settings.stored && (
        <Callout status="warn" level={2} title="This browser refuses to store settings">
          <p>They last until you close the page. A private window or a full disk is the usual reason.</p>
        </Callout>
      )}
      <Group id="look" title="Look">
        <div id="theme">
          <Segmented
            label="Theme"
            value={settings.theme}
            onChange={(theme) => change({ theme })}
            options={[
              { value: 'system', label: 'System' },
              { value: 'light', label: 'Light' },
              { value: 'dark', label: 'Dark' },
            ]}
          />
        </div>
        <div id="text-size">
          <Segmented
            label="Text size"
            value={settings.textSize}
            onChange={(textSize) => change({ textSize })}
            options={[
              { value: 'small', label: 'Small' },
              { value: 'normal', label: 'Normal' },
              { value: 'large', label: 'Large' },
              { value: 'larger', label: 'Larger' },
            ]}
          />
        </div>
        <div id="motion">
          <Segmented
            label="Motion"
            value={settings.motion}
            onChange={(motion) => change({ motion })}
            options={[
              { value: 'system', label: 'System' },
              { value: 'reduced', label: 'Reduced' },
              { value: 'full', label: 'Full' },
            ]}
          />
          <p className={styles.help}>Reduced: records do not travel across the stage; counts and bars step twice a second.</p>
        </div>
      </Group>

      <Group id="facts" title="Facts">
        <div>
          <Segmented
            label="Facts edition"
            value={edition}
            onChange={setEdition}
            options={[
              { value: 'notes', label: 'Notes' },
              { value: 'today', label: 'Today' },
            ]}
          />
          <p className={styles.help}>
            Notes: the numbers of the study notes, several years old. Today: what AWS documents now. A number that differs is
            underlined and tells both.
            {fromUrl && ' The address of this page asks for an edition; choosing here puts your choice in its place.'}
          </p>
        </div>
      </Group>

      <Group id="labs" title="Labs and announcements">
        <Toggle
          label="Pause on new events"
          checked={settings.pauseOnNewEvents}
          onChange={(pauseOnNewEvents) => change({ pauseOnNewEvents })}
          help="The first time that something notable happens, the run pauses and says what it was."
        />
        <div id="verbosity">
          <Segmented
            label="Screen reader announcements"
            value={settings.verbosity}
            onChange={(verbosity) => change({ verbosity })}
            options={[
              { value: 'off', label: 'Off' },
              { value: 'events', label: 'Events' },
              { value: 'summary', label: 'Events and summaries' },
            ]}
          />
          <p className={styles.help}>Summaries come every 10 seconds while a run plays.</p>
        </div>
      </Group>

      <ShortcutSettings />
      <ReviewSettings />
      <DataSettings />
    </Page>
  );
}
