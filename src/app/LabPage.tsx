import type { ComponentType } from 'react';
import { useParams } from 'react-router';
import { NotFoundRoute } from './NotFoundRoute.tsx';
import { panels } from '../state/catalogue.ts';
import { laterLab } from './laterPages.ts';
import { NotBuiltPage } from './NotBuiltPage.tsx';

/** The page of `/lab/:panel`: the lab for panels that run, an honest page for the others. */
export function labPage(Lab: ComponentType | undefined): ComponentType {
  return function LabPage() {
    const { panel: slug } = useParams();
    const panel = panels.find((entry) => entry.slug === slug);
    if (!panel) return <NotFoundRoute />;
    if (panel.ready && Lab) return <Lab key={panel.slug} />;
    return <NotBuiltPage {...laterLab(`${panel.title} lab`, panel.promise)} />;
  };
}
