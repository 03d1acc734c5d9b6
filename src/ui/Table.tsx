import { useId, type ReactNode } from 'react';
import { classNames } from './classNames.ts';
import { ScrollBox } from './ScrollBox.tsx';
import styles from './Table.module.css';

export interface TableColumn {
  readonly key: string;
  readonly title: ReactNode;
  readonly numeric?: boolean;
}

export interface TableProps {
  caption: ReactNode;
  captionHidden?: boolean;
  columns: readonly TableColumn[];
  rows: readonly { readonly key: string; readonly cells: Readonly<Record<string, ReactNode>> }[];
  /** The column whose cells head their row; default the first. */
  rowHeaderKey?: string;
  /** CSS length; the table scrolls inside it. */
  maxHeight?: string;
}

/** A real table that scrolls in its own focusable box, never the page. */
export function Table({ caption, captionHidden = false, columns, rows, rowHeaderKey = columns[0]?.key, maxHeight }: TableProps) {
  const uid = useId();
  return (
    <ScrollBox
      role="region"
      aria-labelledby={uid}
      className={styles.box}
      style={maxHeight ? { maxBlockSize: maxHeight } : undefined}
    >
      <table className={styles.table}>
        <caption id={uid} className={captionHidden ? 'visually-hidden' : styles.caption}>
          {caption}
        </caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.key} scope="col" className={classNames(column.numeric && styles.numeric)}>
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key}>
              {columns.map((column) =>
                column.key === rowHeaderKey ? (
                  <th key={column.key} scope="row">
                    {row.cells[column.key]}
                  </th>
                ) : (
                  <td key={column.key} className={classNames(column.numeric && styles.numeric)}>
                    {row.cells[column.key]}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}
