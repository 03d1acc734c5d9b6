import { Fragment, type ReactNode } from 'react';
import { ScrollBox } from '../../ui/ScrollBox.tsx';
import type { Block } from './markdown.ts';
import styles from './AboutPage.module.css';

/** Text with `code`, **strong** and [links](address); addresses are shown as their text only. */
function inline(text: string): ReactNode {
  return text.split(/(`[^`]+`|\*\*[^*]+\*\*|\[[^\]]+\]\([^)]+\))/).map((part, i) => {
    if (part.startsWith('`')) return <code key={i}>{part.slice(1, -1)}</code>;
    if (part.startsWith('**')) return <strong key={i}>{part.slice(2, -2)}</strong>;
    const link = /^\[([^\]]+)\]\(/.exec(part);
    return <Fragment key={i}>{link ? link[1] : part}</Fragment>;
  });
}

function BlockView({ block }: { block: Block }) {
  switch (block.type) {
    case 'heading':
      return block.level <= 2 ? <h3>{inline(block.text)}</h3> : <h4>{inline(block.text)}</h4>;
    case 'paragraph':
      return <p>{inline(block.text)}</p>;
    case 'code':
      return (
        <ScrollBox aria-label="Code">
          <pre>{block.text}</pre>
        </ScrollBox>
      );
    case 'list': {
      const List = block.ordered ? 'ol' : 'ul';
      return (
        <List className={styles.list}>
          {block.items.map((item, i) => (
            <li key={i}>{inline(item)}</li>
          ))}
        </List>
      );
    }
    case 'table':
      return (
        <ScrollBox className={styles.tableBox} aria-label="Table">
          <table>
            <thead>
              <tr>
                {block.head.map((cell, i) => (
                  <th key={i} scope="col">
                    {inline(cell)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {block.rows.map((row, i) => (
                <tr key={i}>
                  {row.map((cell, j) => (
                    <td key={j}>{inline(cell)}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollBox>
      );
  }
}

/** Parsed Markdown as elements; nothing in it can become markup of its own. */
export function Markdown({ blocks }: { blocks: readonly Block[] }) {
  return (
    <div className={styles.markdown}>
      {blocks.map((block, i) => (
        <BlockView key={i} block={block} />
      ))}
    </div>
  );
}
