import { readFileSync, writeFileSync } from 'node:fs';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { FirstPaint } from './FirstPaint.tsx';

const file = new URL('../../../index.html', import.meta.url);
const place = /(<div id="root">)([\s\S]*)(<\/div>\n\s*<noscript>)/;

/** One element a line, so that a change can be read in a diff. */
const lines = (markup: string) => markup.replace(/></g, '>\n<');

test('index.html carries the start page as React draws it (UPDATE_FIRST_PAINT=1 writes it)', () => {
  const wanted = lines(renderToStaticMarkup(createElement(FirstPaint)));
  const html = readFileSync(file, 'utf8');
  const found = place.exec(html)?.[2];
  if (process.env.UPDATE_FIRST_PAINT)
    writeFileSync(
      file,
      html.replace(place, (_, open: string, __, close: string) => `${open}\n${wanted}\n${close}`),
    );
  else expect(found?.trim()).toBe(wanted);
});

test('the static markup needs no style attribute, which the page forbids', () => {
  expect(renderToStaticMarkup(createElement(FirstPaint))).not.toMatch(/\sstyle=/);
});
