import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, expect, test } from 'vitest';
import { Tabs } from './Tabs.tsx';

afterEach(cleanup);

function Three() {
  const [selected, setSelected] = useState('a');
  const tabs = ['a', 'b', 'c'].map((id) => ({ id, label: id.toUpperCase(), panel: `panel ${id}` }));
  return <Tabs label="Three" tabs={tabs} selected={selected} onSelect={setSelected} />;
}

const chosen = () => screen.getByRole('tab', { selected: true });

test('one tab stop; arrows move, wrap and select; Home and End jump', () => {
  render(<Three />);
  expect(screen.getAllByRole('tab').map((tab) => tab.tabIndex)).toEqual([0, -1, -1]);
  chosen().focus();
  fireEvent.keyDown(chosen(), { key: 'ArrowLeft' });
  expect(chosen().textContent).toBe('C');
  expect(document.activeElement).toBe(chosen());
  fireEvent.keyDown(chosen(), { key: 'Home' });
  expect(chosen().textContent).toBe('A');
  fireEvent.keyDown(chosen(), { key: 'End' });
  expect(screen.getByRole('tabpanel').textContent).toBe('panel c');
});

test('a panel is named by its tab, and only the selected one is there', () => {
  render(<Three />);
  expect(screen.getAllByRole('tabpanel')).toHaveLength(1);
  expect(screen.getByRole('tabpanel', { name: 'A' })).toBeDefined();
});
