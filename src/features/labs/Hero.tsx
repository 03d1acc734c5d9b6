import { HeroLab } from './hero/HeroLab.tsx';
import type { HeroChoice } from './hero/heroExperiment.ts';
import { LabProvider } from './LabProvider.tsx';

/** The first question with its simulator: answering it starts the run. `initialChoice` starts at once with an answer given before this was loaded. */
export default function Hero({ initialChoice }: { readonly initialChoice?: HeroChoice }) {
  return (
    <LabProvider>
      <HeroLab initialChoice={initialChoice} />
    </LabProvider>
  );
}
