import { cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, expect, test } from 'vitest';
import { Field, type FieldProps } from './Field.tsx';

afterEach(cleanup);

function Rate(props: Partial<FieldProps>) {
  const [value, setValue] = useState(200);
  return (
    <Field
      id="rate"
      label="Records per second"
      unit="records/s"
      min={10}
      max={5000}
      scale="log"
      value={value}
      onChange={setValue}
      {...props}
    />
  );
}

const field = () => within(screen.getByTestId('ctl-rate'));
const typed = () => field().getByRole<HTMLInputElement>('textbox');

function type(text: string) {
  fireEvent.change(typed(), { target: { value: text } });
  fireEvent.blur(typed());
}

test('a value outside the range is pulled in on blur, and that is said', () => {
  render(<Rate />);
  type('90000');
  expect(typed().value).toBe('5,000');
  expect(field().getByText(/Set to 5,000 records\/s, the most/)).toBeDefined();
  type('1');
  expect(typed().value).toBe('10');
  expect(field().getByText(/the least/)).toBeDefined();
});

test('nothing is clamped while typing', () => {
  render(<Rate />);
  fireEvent.change(typed(), { target: { value: '90000' } });
  expect(typed().value).toBe('90000');
});

test('text that is no number changes nothing and says so', () => {
  render(<Rate />);
  type('many');
  expect(typed().value).toBe('200');
  expect(field().getByText(/is not a number/)).toBeDefined();
});

test('thousands separators are understood', () => {
  render(<Rate />);
  type('1,500');
  expect(typed().value).toBe('1,500');
});

test('the range speaks the meaning of its value', () => {
  render(<Rate describe={(value) => `${value} records per second, ${value / 1000} times one shard's limit`} />);
  type('1500');
  expect(field().getByRole('slider').getAttribute('aria-valuetext')).toBe("1500 records per second, 1.5 times one shard's limit");
});

test('minus and plus step, and stop at the ends', () => {
  render(<Rate />);
  fireEvent.click(field().getByRole('button', { name: /More/ }));
  expect(typed().value).toBe('500');
  type('10');
  expect(field().getByRole<HTMLButtonElement>('button', { name: /Less/ }).disabled).toBe(true);
});
