import { Mark } from '../../ui/Mark.tsx';
import { HeroFrame } from './HeroFrame.tsx';
import { HomeHeader } from './HomeHeader.tsx';

/** The start page as index.html carries it: what React will draw, without what needs script. Only firstPaint.test.ts renders this. */
export function FirstPaint() {
  return (
    <div className="fp-static">
      <div className="fp-bar">
        <div className="fp-bar-inner">
          <Mark />
          Headwater
        </div>
      </div>
      <main className="fp-home">
        <HomeHeader />
        <section aria-label="Try it" className="fp-hero">
          <HeroFrame choice={null} failed={false} onChoose={() => {}} />
        </section>
      </main>
    </div>
  );
}
